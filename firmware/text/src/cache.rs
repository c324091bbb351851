//! What was made of requests before. The engine asks again for the same texts on every relayout.

use std::collections::HashMap;
use std::sync::Arc;

use ferrule_abi::Batch;
use ferrule_abi::text::TextRequest;

/// Values by request, with a cap in bytes. When full, those used longest ago go until an eighth is free.
#[derive(Debug)]
pub(crate) struct Cache<V> {
    /// By the encoded request: every field of it counts.
    entries: HashMap<Box<[u8]>, Entry<V>>,
    bytes: usize,
    bytes_max: usize,
    /// Counts uses; the entry with the smallest number was used longest ago.
    clock: u64,
    /// A request on its way in; kept for its memory.
    key: Batch,
}

#[derive(Debug)]
struct Entry<V> {
    value: Arc<V>,
    bytes: usize,
    used: u64,
}

impl<V> Cache<V> {
    pub(crate) fn new(bytes_max: usize) -> Self {
        let key = Batch::new(TextRequest::BYTES_MAX);
        Self { entries: HashMap::new(), bytes: 0, bytes_max, clock: 0, key }
    }

    pub(crate) fn get(&mut self, request: &TextRequest<'_>) -> Option<Arc<V>> {
        self.key.clear();
        self.key.push(request).ok()?;
        let entry = self.entries.get_mut(self.key.as_bytes())?;
        self.clock += 1;
        entry.used = self.clock;
        Some(Arc::clone(&entry.value))
    }

    /// Keeps a value, of which `bytes` are held beside the request.
    pub(crate) fn insert(&mut self, request: &TextRequest<'_>, value: &Arc<V>, bytes: usize) {
        self.key.clear();
        if self.key.push(request).is_err() {
            return;
        }
        let key = self.key.as_bytes();
        self.clock += 1;
        let bytes = bytes + key.len() + size_of::<(Box<[u8]>, Entry<V>)>();
        let entry = Entry { value: Arc::clone(value), bytes, used: self.clock };
        self.bytes += bytes;
        if let Some(replaced) = self.entries.insert(key.into(), entry) {
            self.bytes -= replaced.bytes;
        }
        if self.bytes > self.bytes_max {
            self.shrink_to(self.bytes_max - self.bytes_max / 8);
        }
    }

    /// Drops the values used longest ago until at most `bytes` are left.
    pub(crate) fn shrink_to(&mut self, bytes: usize) {
        let mut uses: Vec<(u64, usize)> =
            self.entries.values().map(|entry| (entry.used, entry.bytes)).collect();
        uses.sort_unstable();
        let mut kept_from = 0;
        for (used, size) in uses {
            if self.bytes <= bytes {
                break;
            }
            self.bytes -= size;
            kept_from = used + 1;
        }
        self.entries.retain(|_, entry| entry.used >= kept_from);
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::text::{TextSpan, TextSpans};
    use ferrule_abi::{Color, Keyword};

    fn request(text: &str) -> TextRequest<'_> {
        TextRequest::new(text, 20.0)
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let mut cache = Cache::new(0);
        cache.insert(&request("a"), &Arc::new(()), 1000);
        assert_eq!(cache.bytes(), 0, "larger than the cap: not kept");
        let mut cache = Cache::new(8 * 1200);
        cache.insert(&request("a"), &Arc::new(()), 1000);
        let one = cache.bytes();
        assert!((1000..1200).contains(&one));
        for text in ["b", "c", "d", "e", "f", "g", "h"] {
            cache.insert(&request(text), &Arc::new(()), 1000);
        }
        assert_eq!(cache.bytes(), one * 8);
        assert!(cache.get(&request("a")).is_some());
        cache.insert(&request("i"), &Arc::new(()), 1000);
        let kept: Vec<_> = ["a", "b", "c", "d", "i"].map(|text| cache.get(&request(text)).is_some()).into();
        assert_eq!(kept, [true, false, false, true, true]);
        assert_eq!(cache.bytes(), one * 7);
        cache.insert(&request("i"), &Arc::new(()), 1000);
        assert_eq!(cache.bytes(), one * 7, "replaced, not added");
    }

    #[test]
    fn every_field_makes_another_request() {
        let mut spans = Batch::new(100);
        spans.push(&TextSpan { end: 1, color: Some(Color(1)), ..TextSpan::default() }).unwrap();
        let mut cache = Cache::new(1 << 20);
        let base = request("text");
        cache.insert(&base, &Arc::new(()), 0);
        let others = [
            TextRequest { text: "Text", ..base },
            TextRequest { size: 21.0, ..base },
            TextRequest { weight: 700, ..base },
            TextRequest { is_italic: true, ..base },
            TextRequest { letter_spacing: 1.0, ..base },
            TextRequest { align: Keyword::End, ..base },
            TextRequest { direction: Keyword::Rtl, ..base },
            TextRequest { lines_max: 1, ..base },
            TextRequest { line_height: 1.3, ..base },
            TextRequest { width_max: Some(100.0), ..base },
            TextRequest { spans: TextSpans::from_bytes(spans.as_bytes()).unwrap(), ..base },
        ];
        assert!(cache.get(&base).is_some());
        for other in others {
            assert!(cache.get(&other).is_none(), "{other:?}");
        }
    }
}
