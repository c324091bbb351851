//! Layouts that were asked for before. The engine asks again for the same texts on every relayout.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use ferrule_abi::text::TextRequest;

use crate::TextLayout;

/// Layouts by request, with a cap in bytes. When full, those used longest ago go until an eighth is free.
#[derive(Debug)]
pub(crate) struct LayoutCache {
    /// By hash of the request, to look one up without copying its text. Two requests with one hash replace each other.
    entries: HashMap<u64, Entry>,
    hasher: RandomState,
    bytes: usize,
    bytes_max: usize,
    /// Counts uses; the entry with the smallest number was used longest ago.
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    text: Box<str>,
    parameters: Parameters,
    layout: Arc<TextLayout>,
    used: u64,
}

/// Everything of a request but its text, floats as bits.
type Parameters = (u32, u16, u8, u16, u32, Option<u32>);

fn parameters(request: &TextRequest<'_>) -> Parameters {
    (
        request.size.to_bits(),
        request.weight,
        request.align as u8,
        request.lines_max,
        request.line_height.to_bits(),
        request.width_max.map(f32::to_bits),
    )
}

impl Entry {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.text.len() + self.layout.bytes()
    }
}

impl LayoutCache {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { entries: HashMap::new(), hasher: RandomState::new(), bytes: 0, bytes_max, clock: 0 }
    }

    fn hash(&self, request: &TextRequest<'_>) -> u64 {
        self.hasher.hash_one((request.text, parameters(request)))
    }

    pub(crate) fn get(&mut self, request: &TextRequest<'_>) -> Option<Arc<TextLayout>> {
        let hash = self.hash(request);
        let entry = self.entries.get_mut(&hash)?;
        if *entry.text != *request.text || entry.parameters != parameters(request) {
            return None;
        }
        self.clock += 1;
        entry.used = self.clock;
        Some(Arc::clone(&entry.layout))
    }

    pub(crate) fn insert(&mut self, request: &TextRequest<'_>, layout: &Arc<TextLayout>) {
        self.clock += 1;
        let entry = Entry {
            text: request.text.into(),
            parameters: parameters(request),
            layout: Arc::clone(layout),
            used: self.clock,
        };
        self.bytes += entry.bytes();
        if let Some(replaced) = self.entries.insert(self.hash(request), entry) {
            self.bytes -= replaced.bytes();
        }
        if self.bytes > self.bytes_max {
            self.shrink_to(self.bytes_max - self.bytes_max / 8);
        }
    }

    /// Drops the layouts used longest ago until at most `bytes` are left.
    pub(crate) fn shrink_to(&mut self, bytes: usize) {
        let mut ages: Vec<(u64, u64)> =
            self.entries.iter().map(|(hash, entry)| (entry.used, *hash)).collect();
        ages.sort_unstable();
        for (_, hash) in ages {
            if self.bytes <= bytes {
                break;
            }
            if let Some(entry) = self.entries.remove(&hash) {
                self.bytes -= entry.bytes();
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::Keyword;

    fn request(text: &str) -> TextRequest<'_> {
        let align = Keyword::Start;
        TextRequest { text, size: 20.0, weight: 400, align, lines_max: 0, line_height: 1.2, width_max: None }
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let layout = Arc::new(TextLayout::default());
        let one = Entry {
            text: "a".into(),
            parameters: parameters(&request("a")),
            layout: layout.clone(),
            used: 0,
        };
        let mut cache = LayoutCache::new(one.bytes() * 8);
        for text in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            cache.insert(&request(text), &layout);
        }
        assert_eq!(cache.bytes(), one.bytes() * 8);
        assert!(cache.get(&request("a")).is_some());
        cache.insert(&request("i"), &layout);
        let kept: Vec<_> = ["a", "b", "c", "d", "i"].map(|text| cache.get(&request(text)).is_some()).into();
        assert_eq!(kept, [true, false, false, true, true]);
        assert_eq!(cache.bytes(), one.bytes() * 7);
    }

    #[test]
    fn every_parameter_makes_another_layout() {
        let mut cache = LayoutCache::new(1 << 20);
        let base = request("text");
        cache.insert(&base, &Arc::new(TextLayout::default()));
        let others = [
            TextRequest { text: "Text", ..base },
            TextRequest { size: 21.0, ..base },
            TextRequest { weight: 700, ..base },
            TextRequest { align: Keyword::End, ..base },
            TextRequest { lines_max: 1, ..base },
            TextRequest { line_height: 1.3, ..base },
            TextRequest { width_max: Some(100.0), ..base },
        ];
        assert!(cache.get(&base).is_some());
        for other in others {
            assert!(cache.get(&other).is_none(), "{other:?}");
        }
    }
}
