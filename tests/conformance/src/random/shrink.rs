//! Making a story that fails as short as it can be.

use crate::script::Step;

/// Leaves out steps, many at a time and then single ones, as long as the rest still `fails`.
pub fn shrink(story: &[Step], mut fails: impl FnMut(&[Step]) -> bool) -> Vec<Step> {
    let mut story = story.to_vec();
    let mut piece = (story.len() / 2).max(1);
    loop {
        let before = story.len();
        let mut at = story.len();
        while at > 0 {
            let start = at.saturating_sub(piece);
            let shorter: Vec<Step> = [&story[..start], &story[at..]].concat();
            if fails(&shorter) {
                story = shorter;
            }
            at = start;
        }
        if piece > 1 {
            piece /= 2;
        } else if story.len() == before {
            return story;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_to_fail_stays() {
        let story: Vec<Step> = (0..100).map(|ms| Step::Ticks(1, ms)).collect();
        let needed = [Step::Ticks(1, 17), Step::Ticks(1, 18), Step::Ticks(1, 93)];
        let short = shrink(&story, |story| needed.iter().all(|step| story.contains(step)));
        assert_eq!(short, needed);
    }
}
