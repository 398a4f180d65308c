//! From cells to rings: boundaries are cut into arcs where three areas meet, each arc is smoothed once,
//! and both neighbours are put together from the same smoothed arc.

use std::collections::BTreeMap;

use geo::{Coord, LineString};

use super::grid::{Grid, Label};

/// Steps between corners that are kept before smoothing.
const STRIDE: usize = 5;
/// A millionth of a degree is a tenth of a metre; finer digits would only differ between machines.
const DIGITS: f64 = 1e5;

/// A corner of the cells, counted from the south-west.
type Corner = (usize, usize);

/// One step along a cell's side, with the areas to its left and right.
#[derive(Clone, Copy)]
struct Step {
    to: Corner,
    left: Label,
    right: Label,
}

/// A smoothed stretch of boundary between two areas.
struct Arc {
    from: Corner,
    to: Corner,
    left: Label,
    right: Label,
    places: Vec<Coord<f64>>,
}

/// The ring of each ward, by its index; none for a ward that is not exactly one ring.
pub(super) fn rings(grid: &Grid) -> Vec<Option<LineString<f64>>> {
    let steps = steps(grid);
    let arcs = arcs(grid, &steps);
    let wards = arcs
        .iter()
        .flat_map(|arc| [arc.left, arc.right])
        .flatten()
        .max()
        .map_or(0, |last| last + 1);
    (0..wards).map(|ward| ring_of(ward, &arcs)).collect()
}

/// The steps leaving each corner along boundaries, both ways.
fn steps(grid: &Grid) -> BTreeMap<Corner, Vec<Step>> {
    let mut steps: BTreeMap<Corner, Vec<Step>> = BTreeMap::new();
    let mut add = |from: Corner, to: Corner, left: Label, right: Label| {
        if left != right {
            steps.entry(from).or_default().push(Step { to, left, right });
            steps.entry(to).or_default().push(Step {
                to: from,
                left: right,
                right: left,
            });
        }
    };
    // The frame around the city is empty, so that the outermost sides bound nothing.
    for row in 1..grid.rows {
        for column in 1..grid.columns {
            let here = grid.label(column, row);
            add((column, row), (column, row + 1), grid.label(column - 1, row), here);
            add((column, row), (column + 1, row), here, grid.label(column, row - 1));
        }
    }
    steps
}

fn arcs(grid: &Grid, steps: &BTreeMap<Corner, Vec<Step>>) -> Vec<Arc> {
    let is_node = |corner: &Corner| steps[corner].len() != 2;
    let mut arcs = Vec::new();
    for (from, leaving) in steps.iter().filter(|(corner, _)| is_node(corner)) {
        for first in leaving {
            let mut corners = vec![*from, first.to];
            while !is_node(&corners[corners.len() - 1]) {
                let (here, before) = (corners[corners.len() - 1], corners[corners.len() - 2]);
                let onward = steps[&here].iter().find(|step| step.to != before);
                corners.push(onward.expect("a corner that is no node has two steps").to);
            }
            let to = corners[corners.len() - 1];
            // Every arc is walked from both ends; one walk is enough.
            let backward = (to, corners[corners.len() - 2]) < (*from, first.to);
            if !backward {
                arcs.push(Arc {
                    from: *from,
                    to,
                    left: first.left,
                    right: first.right,
                    places: smooth(grid, &corners),
                });
            }
        }
    }
    arcs
}

/// Thins the staircase out and rounds it, leaving both ends where they are.
fn smooth(grid: &Grid, corners: &[Corner]) -> Vec<Coord<f64>> {
    let last = corners.len() - 1;
    let pieces = (last / STRIDE).max(1);
    let mean = |at: usize| {
        let reach = at.min(last - at).min(STRIDE / 2);
        let window = &corners[at - reach..=at + reach];
        let count = window.len() as f64;
        let sum = window.iter().fold((0.0, 0.0), |sum, corner| {
            (sum.0 + corner.0 as f64, sum.1 + corner.1 as f64)
        });
        grid.place(sum.0 / count, sum.1 / count)
    };
    let mut places: Vec<Coord<f64>> = (0..=pieces).map(|piece| mean(piece * last / pieces)).collect();
    for _ in 0..2 {
        places = cut_corners(&places);
    }
    let round = |value: f64| (value * DIGITS).round() / DIGITS;
    places
        .iter()
        .map(|place| Coord {
            x: round(place.x),
            y: round(place.y),
        })
        .collect()
}

/// One round of Chaikin's corner cutting with fixed ends.
fn cut_corners(places: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let (Some(first), Some(last)) = (places.first(), places.last()) else {
        return Vec::new();
    };
    if places.len() < 3 {
        return places.to_vec();
    }
    let mut cut = vec![*first];
    for (at, pair) in places.windows(2).enumerate() {
        let quarter = pair[0] * 0.75 + pair[1] * 0.25;
        let three_quarters = pair[0] * 0.25 + pair[1] * 0.75;
        if at > 0 {
            cut.push(quarter);
        }
        if at + 2 < places.len() {
            cut.push(three_quarters);
        }
    }
    cut.push(*last);
    cut
}

/// Chains the arcs that have the ward to their left into one counter-clockwise ring.
fn ring_of(ward: usize, arcs: &[Arc]) -> Option<LineString<f64>> {
    let mut onward: BTreeMap<Corner, (Corner, Vec<Coord<f64>>)> = BTreeMap::new();
    let mut count = 0;
    for arc in arcs {
        if arc.left == Some(ward) {
            onward.insert(arc.from, (arc.to, arc.places.clone()));
            count += 1;
        }
        if arc.right == Some(ward) {
            onward.insert(arc.to, (arc.from, arc.places.iter().rev().copied().collect()));
            count += 1;
        }
    }
    let start = *onward.keys().next()?;
    let mut ring: Vec<Coord<f64>> = Vec::new();
    let mut here = start;
    let mut used = 0;
    loop {
        let (next, places) = onward.get(&here)?;
        ring.extend(places.iter().take(places.len() - 1));
        used += 1;
        here = *next;
        if here == start {
            break;
        }
    }
    ring.extend(ring.first().copied());
    (used == count).then(|| LineString::new(ring))
}
