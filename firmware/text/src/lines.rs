//! Breaking a shaped paragraph into lines, and cutting the last one off with an ellipsis.

use std::ops::Range;

use crate::breaks::Break;
use crate::shape::{Cluster, Paragraph};

/// How much wider than allowed a line may be, pixels: less than one sees, more than adding widths up can err.
const SLACK_PIXELS: f32 = 1.0 / 64.0;

/// A line of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Which paragraph.
    pub(crate) paragraph: usize,
    /// Its clusters, without the spaces at its end.
    pub(crate) clusters: Range<usize>,
    /// Pixels, the ellipsis included.
    pub(crate) width: f32,
    /// An ellipsis follows.
    pub(crate) is_cut: bool,
    /// The paragraph goes on in the next line.
    pub(crate) goes_on: bool,
}

/// Appends the lines of a paragraph, at most `lines_max` of them; answers whether there were more.
pub(crate) fn break_lines(
    paragraph: &Paragraph,
    index: usize,
    width_max: f32,
    lines_max: usize,
    lines: &mut Vec<Line>,
) -> bool {
    let clusters = &paragraph.clusters;
    let mut start = 0;
    for _ in 0..lines_max {
        let end = line_end(clusters, start, width_max);
        let goes_on = end < clusters.len();
        let (clusters, width) = trimmed(clusters, start..end);
        lines.push(Line { paragraph: index, clusters, width, is_cut: false, goes_on });
        if !goes_on {
            return false;
        }
        start = end;
    }
    true
}

/// Where the line that begins with cluster `start` ends.
fn line_end(clusters: &[Cluster], start: usize, width_max: f32) -> usize {
    let mut width = 0.0;
    let (mut allowed, mut emergency) = (None, None);
    for (index, cluster) in clusters.iter().enumerate().skip(start) {
        if index > start {
            match cluster.before {
                Break::Never => {}
                Break::Emergency => emergency = Some(index),
                Break::Allowed => allowed = Some(index),
            }
        }
        let is_full = width + cluster.advance - cluster.spacing > width_max + SLACK_PIXELS;
        if is_full
            && !cluster.is_blank
            && let Some(end) = allowed.or(emergency)
        {
            return end;
        }
        width += cluster.advance;
    }
    clusters.len()
}

/// Clusters without the spaces at their end, and their width.
fn trimmed(clusters: &[Cluster], range: Range<usize>) -> (Range<usize>, f32) {
    let visible =
        clusters[range.clone()].iter().rposition(|cluster| !cluster.is_blank).map_or(0, |last| last + 1);
    let range = range.start..range.start + visible;
    let mut width = 0.0;
    for cluster in &clusters[range.clone()] {
        width += cluster.advance;
    }
    width -= clusters[range.clone()].last().map_or(0.0, |cluster| cluster.spacing);
    (range, width)
}

/// Makes of a line as much as fits of it and of what follows in its paragraph, with an ellipsis behind. `ellipsis` tells
/// the width of one behind the given cluster; it was asked last about the one chosen.
pub(crate) fn cut(
    paragraph: &Paragraph,
    line: &mut Line,
    width_max: f32,
    mut ellipsis: impl FnMut(Option<&Cluster>) -> f32,
) {
    let clusters = &paragraph.clusters;
    let start = line.clusters.start;
    // The width of the clusters before each.
    let mut widths = vec![0.0];
    for cluster in &clusters[start..] {
        let width = widths[widths.len() - 1] + cluster.advance;
        if width - cluster.spacing > width_max + SLACK_PIXELS {
            break;
        }
        widths.push(width);
    }
    for (count, before) in widths.iter().enumerate().rev() {
        let end = start + count;
        let last = count.checked_sub(1).map(|last| &clusters[start + last]);
        let tears = clusters.get(end).is_some_and(|cluster| cluster.before == Break::Never);
        if count > 0 && (tears || last.is_some_and(|cluster| cluster.is_blank)) {
            continue;
        }
        let width = before + ellipsis(last);
        if width <= width_max + SLACK_PIXELS || count == 0 {
            *line = Line { clusters: start..end, width, is_cut: true, goes_on: false, ..*line };
            return;
        }
    }
}
