//! A strict reader of vector tiles: decodes with another decoder and checks what the standard (MVT 2.1) says.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use geozero::mvt::tile::{GeomType, Value};
use geozero::mvt::{Message, Tile};

pub type Cell = (i64, i64);

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Points(Vec<Cell>),
    Lines(Vec<Vec<Cell>>),
    /// Exteriors with their holes, without closing points.
    Polygons(Vec<Vec<Vec<Cell>>>),
}

#[derive(Clone, Debug)]
pub struct Feature {
    pub id: u64,
    pub shape: Shape,
    pub tags: BTreeMap<String, Value>,
}

impl Feature {
    pub fn uint(&self, key: &str) -> Option<u64> {
        self.tags.get(key)?.uint_value
    }

    pub fn point(&self) -> Cell {
        match &self.shape {
            Shape::Points(points) => points[0],
            other => panic!("no point: {other:?}"),
        }
    }

    pub fn rings(&self) -> Vec<&Vec<Cell>> {
        match &self.shape {
            Shape::Polygons(polygons) => polygons.iter().flatten().collect(),
            other => panic!("no polygon: {other:?}"),
        }
    }
}

/// The layers of a tile by name, each rule of the standard checked.
pub fn read(bytes: &[u8]) -> BTreeMap<String, Vec<Feature>> {
    let tile = Tile::decode(bytes).expect("a tile decodes");
    let mut layers = BTreeMap::new();
    for layer in tile.layers {
        assert_eq!(layer.version, 2, "the version is 2");
        assert_eq!(layer.extent, Some(4096), "the extent is given");
        assert!(!layer.features.is_empty(), "a layer has features");
        assert!(is_unique(&layer.keys), "no key twice: {:?}", layer.keys);
        let values: Vec<String> = layer.values.iter().map(|value| format!("{value:?}")).collect();
        assert!(is_unique(&values), "no value twice");
        layer.values.iter().for_each(assert_one_field);

        let mut used = (HashSet::new(), HashSet::new());
        let mut ids = HashSet::new();
        let mut features = Vec::new();
        for feature in &layer.features {
            let id = feature.id.expect("a feature has an id");
            assert!(ids.insert(id), "an id is unique in its layer: {id}");
            let mut tags = BTreeMap::new();
            assert_eq!(feature.tags.len() % 2, 0, "tags are pairs");
            for pair in feature.tags.chunks(2) {
                let key = layer.keys[pair[0] as usize].clone();
                let value = layer.values[pair[1] as usize].clone();
                assert!(tags.insert(key, value).is_none(), "a feature has a key once");
                used.0.insert(pair[0]);
                used.1.insert(pair[1]);
            }
            let shape = read_shape(feature.r#type(), &feature.geometry);
            features.push(Feature { id, shape, tags });
        }
        assert_eq!(used.0.len(), layer.keys.len(), "no key is there for nothing");
        assert_eq!(used.1.len(), layer.values.len(), "no value is there for nothing");
        assert!(
            layers.insert(layer.name, features).is_none(),
            "a layer's name is unique"
        );
    }
    layers
}

/// The features of the one layer of a tile; none for an empty tile.
pub fn read_layer(bytes: &[u8], name: &str) -> Vec<Feature> {
    read(bytes).remove(name).unwrap_or_default()
}

fn is_unique(texts: &[String]) -> bool {
    texts.iter().collect::<HashSet<_>>().len() == texts.len()
}

fn assert_one_field(value: &Value) {
    let fields = [
        value.string_value.is_some(),
        value.float_value.is_some(),
        value.double_value.is_some(),
        value.int_value.is_some(),
        value.uint_value.is_some(),
        value.sint_value.is_some(),
        value.bool_value.is_some(),
    ];
    assert_eq!(
        fields.iter().filter(|&&is| is).count(),
        1,
        "a value has exactly one field"
    );
}

fn read_shape(kind: GeomType, commands: &[u32]) -> Shape {
    let mut cursor = (0, 0);
    let mut paths: Vec<(Vec<Cell>, bool)> = Vec::new();
    let mut words = commands.iter().copied();
    while let Some(word) = words.next() {
        let (command, count) = (word & 7, word >> 3);
        assert!(count >= 1, "a command has a count");
        match command {
            1 => {
                assert!(kind == GeomType::Point || count == 1, "a line or ring has one MoveTo");
                paths.push((Vec::new(), false));
            }
            2 => assert_ne!(kind, GeomType::Point, "points have no LineTo"),
            7 => {
                assert_eq!(
                    (kind, count),
                    (GeomType::Polygon, 1),
                    "ClosePath has count 1 and ends rings"
                );
                paths.last_mut().expect("a path to close").1 = true;
                continue;
            }
            other => panic!("no such command: {other}"),
        }
        for _ in 0..count {
            let mut delta = || {
                let word = i64::from(words.next().expect("parameters follow"));
                word >> 1 ^ -(word & 1)
            };
            let step = (delta(), delta());
            assert!(command != 2 || step != (0, 0), "LineTo goes somewhere");
            cursor = (cursor.0 + step.0, cursor.1 + step.1);
            let path = &mut paths.last_mut().expect("a path begins with MoveTo");
            assert!(!path.1, "nothing follows ClosePath but MoveTo");
            path.0.push(cursor);
        }
    }
    assert!(!paths.is_empty(), "a feature has a geometry");
    let lines = paths
        .into_iter()
        .inspect(|(_, closed)| assert_eq!(*closed, kind == GeomType::Polygon));
    let lines: Vec<Vec<Cell>> = lines.map(|(line, _)| line).collect();
    assert!(
        lines
            .iter()
            .flatten()
            .all(|&(x, y)| (-64..=4161).contains(&x) && (-64..=4161).contains(&y)),
        "all lies in the tile and its buffer"
    );
    match kind {
        GeomType::Point => {
            assert_eq!(lines.len(), 1, "points are one MoveTo");
            Shape::Points(lines.into_iter().flatten().collect())
        }
        GeomType::Linestring => {
            assert!(lines.iter().all(|line| line.len() >= 2), "a line has two points");
            Shape::Lines(lines)
        }
        GeomType::Polygon => Shape::Polygons(read_polygons(lines)),
        GeomType::Unknown => panic!("a geometry has a type"),
    }
}

fn read_polygons(rings: Vec<Vec<Cell>>) -> Vec<Vec<Vec<Cell>>> {
    let mut polygons: Vec<Vec<Vec<Cell>>> = Vec::new();
    assert_proper(&rings);
    for ring in rings {
        if double_area(&ring) > 0 {
            polygons.push(vec![ring]);
        } else {
            polygons
                .last_mut()
                .expect("an exterior comes before its holes")
                .push(ring);
        }
    }
    for polygon in &polygons {
        for hole in &polygon[1..] {
            let middle = (hole[0].0 + hole[1].0, hole[0].1 + hole[1].1);
            assert!(
                holds_doubled(&polygon[0], middle),
                "a hole lies inside its exterior: {polygon:?}"
            );
        }
    }
    polygons
}

/// Rings are simple and have an area; those of one feature touch each other in corners at most.
fn assert_proper(rings: &[Vec<Cell>]) {
    let mut edges: Vec<(usize, usize, Cell, Cell)> = Vec::new();
    for (number, ring) in rings.iter().enumerate() {
        assert!(ring.len() >= 3, "a ring has three corners");
        assert_ne!(ring.first(), ring.last(), "the closing point is not repeated");
        assert_ne!(double_area(ring), 0, "a ring has an area");
        assert_eq!(
            ring.iter().collect::<HashSet<_>>().len(),
            ring.len(),
            "a ring meets itself nowhere: {ring:?}"
        );
        for corner in 0..ring.len() {
            edges.push((number, corner, ring[corner], ring[(corner + 1) % ring.len()]));
        }
    }
    edges.sort_by_key(|edge| edge.2.0.min(edge.3.0));
    for (index, a) in edges.iter().enumerate() {
        let last_x = a.2.0.max(a.3.0);
        for b in edges[index + 1..].iter().take_while(|b| b.2.0.min(b.3.0) <= last_x) {
            assert!(
                !cross(a.2, a.3, b.2, b.3),
                "edges meet in common corners only: {a:?} {b:?}"
            );
        }
    }
}

/// Whether two segments have a point in common that is no common end.
fn cross(a: Cell, b: Cell, c: Cell, d: Cell) -> bool {
    let turn = |p: Cell, q: Cell, r: Cell| ((q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0)).signum();
    let within = |p: Cell, q: Cell, r: Cell| {
        turn(p, q, r) == 0
            && (p.0.min(q.0)..=p.0.max(q.0)).contains(&r.0)
            && (p.1.min(q.1)..=p.1.max(q.1)).contains(&r.1)
    };
    let touches = |p: Cell, q: Cell, r: Cell| r != p && r != q && within(p, q, r);
    if (a, b) == (c, d)
        || (a, b) == (d, c)
        || touches(a, b, c)
        || touches(a, b, d)
        || touches(c, d, a)
        || touches(c, d, b)
    {
        return true;
    }
    turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

pub fn double_area(ring: &[Cell]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

fn holds_doubled(ring: &[Cell], point: Cell) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossings = ring.iter().zip(next).filter(|(a, b)| {
        let ((ax, ay), (bx, by)) = ((2 * a.0, 2 * a.1), (2 * b.0, 2 * b.1));
        (ay > point.1) != (by > point.1) && ((bx - ax) * (point.1 - ay) - (point.0 - ax) * (by - ay) > 0) == (by > ay)
    });
    crossings.count() % 2 == 1
}

pub fn ids(features: &[Feature]) -> BTreeSet<u64> {
    features.iter().map(|feature| feature.id).collect()
}
