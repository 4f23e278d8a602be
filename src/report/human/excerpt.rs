//! The few lines of a text that a report shows, made safe to print and narrow enough for the page.
//!
//! Neighbouring labels of one text share an excerpt; otherwise each has its own, in the order in which the labels come, so that
//! a reader follows a value from stop to stop. Nothing here costs more than the lines that are shown.

use super::text::{columns, is_unsafe, printable, wrap};
use crate::finding::Label;
use crate::report::place::Place;
use crate::source::Sources;
use std::ops::Range;

/// A label over more lines is drawn on its first one only.
const MAX_LINES: u32 = 6;
/// Labels with at most so many lines between them share an excerpt.
const MAX_GAP: u32 = 2;
const TAB: usize = 4;
/// Stands for what was cut off a long line.
const CUT: char = '…';

/// Some lines of one text.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub(super) path: String,
    /// One-based.
    pub(super) first_line: u32,
    /// Printable lines, each with a line feed at its end.
    pub(super) text: String,
    /// In order of their starts.
    pub(super) marks: Vec<Mark>,
}

/// A label in an excerpt.
#[derive(Debug)]
pub(super) struct Mark {
    /// In the text of the excerpt.
    pub(super) range: Range<usize>,
    /// One-based line and column in the source.
    at: (u32, u32),
    /// Line feeds where the words are to be broken.
    pub(super) words: String,
    pub(super) primary: bool,
}

impl Excerpt {
    /// The place in the source of the mark that starts at an offset of this text.
    pub(super) fn position(&self, offset: usize) -> (u32, u32) {
        self.marks
            .iter()
            .find(|mark| mark.range.start == offset)
            .map_or((self.first_line, 1), |mark| mark.at)
    }
}

/// The excerpts for labels, of which the first is the primary one.
pub(super) fn of_labels(sources: &Sources, labels: &[&Label], width: usize) -> Vec<Excerpt> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let stop = Stop::new(sources, label, index == 0);
        if groups.iter_mut().any(|group| group.says(&stop)) {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.takes(&stop) => group.add(stop),
            _ => groups.push(Group::new(stop)),
        }
    }
    groups.iter().map(|group| group.draw(width)).collect()
}

/// A label with its place, cut to what is drawn.
#[derive(Debug)]
struct Stop {
    place: Place,
    /// One-based, inclusive.
    lines: (u32, u32),
    words: String,
    primary: bool,
}

impl Stop {
    fn new(sources: &Sources, label: &Label, primary: bool) -> Self {
        let mut place = Place::of(sources, label.span);
        let index = place.file.lines();
        let first = index.line(place.from as u32);
        // A span that ends with a line feed ends on the line of that line feed.
        let last = index
            .line(place.to.saturating_sub(1) as u32)
            .clamp(first, u32::MAX);
        let end_of = |line| index.start(line) as usize + index.text(place.file.text(), line).len();
        let last = if last - first >= MAX_LINES {
            first
        } else {
            last
        };
        place.to = place
            .to
            .min(end_of(last))
            .max(place.from.min(end_of(first)));
        place.from = place.from.min(place.to);
        Self {
            place,
            lines: (first, last),
            words: printable(&label.message).into_owned(),
            primary,
        }
    }
}

/// Labels that share an excerpt.
#[derive(Debug)]
struct Group {
    stops: Vec<Stop>,
    lines: (u32, u32),
}

impl Group {
    fn new(stop: Stop) -> Self {
        Self {
            lines: stop.lines,
            stops: vec![stop],
        }
    }

    /// Adds the words of a stop to those of the one at the same place; false when there is none.
    fn says(&mut self, stop: &Stop) -> bool {
        let same = self.stops.iter_mut().find(|other| {
            (other.place.file.id(), other.place.from, other.place.to)
                == (stop.place.file.id(), stop.place.from, stop.place.to)
        });
        let Some(same) = same else {
            return false;
        };
        if same.words.is_empty() {
            same.words.clone_from(&stop.words);
        } else if !stop.words.is_empty() && same.words != stop.words {
            same.words = format!("{}; {}", same.words, stop.words);
        }
        true
    }

    /// Whether a stop is near, and can be drawn beside the others: of two labels that overlap on one line, only the first one
    /// would be seen at its place.
    fn takes(&self, stop: &Stop) -> bool {
        let near = stop.lines.0 <= self.lines.1 + MAX_GAP + 1
            && self.lines.0 <= stop.lines.1 + MAX_GAP + 1;
        let in_one_line = |stop: &Stop| stop.lines.0 == stop.lines.1;
        near && self.stops.iter().all(|other| {
            let overlaps = other.place.from < stop.place.to && stop.place.from < other.place.to;
            other.place.file.id() == stop.place.file.id()
                && !(overlaps && in_one_line(other) && in_one_line(stop))
        })
    }

    fn add(&mut self, stop: Stop) {
        self.lines = (
            self.lines.0.min(stop.lines.0),
            self.lines.1.max(stop.lines.1),
        );
        self.stops.push(stop);
    }

    /// The lines with labels, and around the primary one a line of context where it is not blank.
    fn shown_lines(&self) -> (u32, u32) {
        let (mut first, mut last) = self.lines;
        let Some(stop) = self.stops.first().filter(|stop| stop.primary) else {
            return (first, last);
        };
        let file = &stop.place.file;
        let is_text = |line| !file.lines().text(file.text(), line).trim().is_empty();
        if first > 1 && is_text(first - 1) {
            first -= 1;
        }
        if last < file.lines().count() && is_text(last + 1) {
            last += 1;
        }
        (first, last)
    }

    fn draw(&self, width: usize) -> Excerpt {
        let (first, last) = self.shown_lines();
        let several = self.stops.iter().any(|stop| stop.lines.0 != stop.lines.1);
        let gutter = last.to_string().len() + 5 + if several { 4 } else { 0 };
        let room = width.saturating_sub(gutter).max(24);
        let mut text = String::new();
        let lines: Vec<ShownLine> = (first..=last)
            .map(|line| {
                let shown = ShownLine::new(self, line, room, text.len());
                text.push_str(&shown.text);
                text.push('\n');
                shown
            })
            .collect();
        let mut marks: Vec<Mark> = self
            .stops
            .iter()
            .map(|stop| mark(stop, first, &lines, room))
            .collect();
        marks.sort_by_key(|mark| mark.range.start);
        Excerpt {
            path: self.stops.first().map_or_else(String::new, |stop| {
                printable(stop.place.path()).into_owned()
            }),
            first_line: first,
            text,
            marks,
        }
    }
}

fn mark(stop: &Stop, first: u32, lines: &[ShownLine], room: usize) -> Mark {
    let find = |line: u32, offset: usize| {
        lines
            .get((line - first) as usize)
            .map_or(0, |shown| shown.locate(offset))
    };
    let start = find(stop.lines.0, stop.place.from);
    let end = find(stop.lines.1, stop.place.to).max(start);
    let at = stop.place.start();
    // Words hang below the middle of what they are about, or below the last of several lines; they have the rest of the page,
    // and never too little.
    let before = match lines.get((stop.lines.0 - first) as usize) {
        Some(line) if stop.lines.0 == stop.lines.1 => {
            usize::midpoint(start, end) - line.base.min(start)
        }
        _ => 0,
    };
    let words = wrap(&stop.words, 0, room.saturating_sub(before + 4).max(24));
    Mark {
        range: start..end,
        at: (at.line, at.column),
        words: words.join("\n"),
        primary: stop.primary,
    }
}

/// A line as it is shown.
#[derive(Debug)]
struct ShownLine {
    text: String,
    /// Where the line starts in the text of the excerpt.
    base: usize,
    /// For each shown character, its offset in the source and in `text`.
    map: Vec<(usize, usize)>,
}

impl ShownLine {
    fn new(group: &Group, line: u32, room: usize, base: usize) -> Self {
        let mut shown = Self {
            text: String::new(),
            base,
            map: Vec::new(),
        };
        let Some(stop) = group.stops.first() else {
            return shown;
        };
        let file = &stop.place.file;
        let raw = file.lines().text(file.text(), line);
        let start = file.lines().start(line) as usize;
        // Labels come with the primary one first: it is the one that must be seen.
        let marked = group
            .stops
            .iter()
            .find(|stop| stop.lines.0 == line)
            .map(|stop| stop.place.from.saturating_sub(start)..stop.place.to.saturating_sub(start));
        let from = marked.map_or(0, |range| window_start(raw, range, room));
        shown.fill(raw, start, from, room);
        shown
    }

    fn fill(&mut self, raw: &str, start: usize, from: usize, room: usize) {
        let mut used = 0;
        if from > 0 {
            self.text.push(CUT);
            used = 1;
        }
        for (offset, character) in raw.get(from..).unwrap_or("").char_indices() {
            let room_needed = match character {
                '\t' => TAB - used % TAB,
                other if is_unsafe(other) => 1,
                other => columns(other),
            };
            self.map.push((start + from + offset, self.text.len()));
            // Characters without width are bounded too.
            if used + room_needed > room || self.map.len() > 4 * room {
                self.text.push(CUT);
                self.map.push((start + from + offset + 1, self.text.len()));
                return;
            }
            match character {
                '\t' => self.text.extend(std::iter::repeat_n(' ', room_needed)),
                other if is_unsafe(other) => self.text.push('\u{fffd}'),
                other => self.text.push(other),
            }
            used += room_needed;
        }
        self.map.push((start + raw.len(), self.text.len()));
    }

    /// The offset in the text of the excerpt for an offset in the source; what was cut off is at the nearest end.
    fn locate(&self, offset: usize) -> usize {
        let after = self.map.partition_point(|&(source, _)| source < offset);
        let shown = match self.map.get(after) {
            Some(&(_, shown)) => shown,
            None => self.text.len(),
        };
        self.base + shown
    }
}

/// Where to start a line so that its first label is seen: at its beginning if that fits, else shortly before the label.
fn window_start(raw: &str, label: Range<usize>, room: usize) -> usize {
    let width_to = |end: usize| {
        raw.get(..end)
            .unwrap_or("")
            .chars()
            .map(|character| match character {
                '\t' => TAB,
                other => columns(other),
            })
            .sum::<usize>()
    };
    // A character has at most four bytes: a label further away cannot fit, and need not be measured.
    if label.start <= 4 * room && width_to(label.start) + room.min(label.len()).min(16) < room {
        return 0;
    }
    raw.get(..label.start)
        .unwrap_or("")
        .char_indices()
        .rev()
        .nth(room / 3)
        .map_or(0, |(offset, _)| offset)
}
