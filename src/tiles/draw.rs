//! Puts a layer's features, clusters and labels into a tile.

use super::area::Areas;
use super::clip::clip_line;
use super::cluster::{Cluster, clusters_in};
use super::encode::{Commands, LayerWriter};
use super::feature::Value;
use super::grid::{Cell, TileId};
use super::intern::{KeyTable, ValueTable};
use super::layer::{POINT_COUNT, STACK, class_field};
use super::prepared::Prepared;
use super::shape::{Path, Shape};
use super::spec::{ClusterSpec, LayerSpec};
use super::stock::Stock;
use super::world::WorldPoint;

/// What all parts of a tile need to know.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    pub tile: TileId,
    pub spec: &'a LayerSpec,
    pub keys: &'a KeyTable,
    pub values: &'a ValueTable,
}

impl Drawing<'_> {
    /// Every feature itself.
    pub fn features(self, features: &[&Prepared], bytes: &mut Vec<u8>) {
        let mut writer = LayerWriter::new(self.keys, self.values, features.len());
        let mut commands = Commands::new();
        // Features of one point follow each other: the order is by place.
        for together in features.chunk_by(|a, b| a.code == b.code) {
            let stack = together
                .iter()
                .filter(|feature| matches!(feature.shape, Shape::Point(_)))
                .count();
            for feature in together {
                match &feature.shape {
                    Shape::Point(point) => self.points(&[*point], &mut commands),
                    Shape::Points(points) => self.points(points, &mut commands),
                    Shape::Lines(paths) => self.lines(paths, &mut commands),
                    Shape::Areas(_) => continue,
                }
                if commands.is_empty() {
                    continue;
                }
                writer.tag_all(&feature.tags);
                if stack > 1 && matches!(feature.shape, Shape::Point(_)) {
                    self.tag_unless_named(&mut writer, feature, STACK, stack);
                }
                writer.feature(feature.id, &commands);
            }
        }
        let areas = Areas::cut(self.tile, features.iter().copied());
        areas.draw(&mut features.iter().copied(), &mut |feature, rings| {
            writer.tag_all(&feature.tags);
            writer.feature(feature.id, commands.rings(rings.iter()));
        });
        writer.finish(&self.spec.id, bytes);
    }

    /// A feature that has an attribute of this name keeps it.
    fn tag_unless_named(self, writer: &mut LayerWriter, feature: &Prepared, name: &str, count: usize) {
        let key = self.keys.find(name);
        if feature.tags.iter().all(|tag| Some(tag.key) != key) {
            writer.tag_own(name, &count_value(count));
        }
    }

    fn points(self, points: &[WorldPoint], commands: &mut Commands) {
        if let [point] = points {
            commands.points(self.tile.cell(*point).as_slice());
            return;
        }
        let mut cells: Vec<Cell> = points.iter().filter_map(|&point| self.tile.cell(point)).collect();
        cells.dedup();
        commands.points(&cells);
    }

    fn lines(self, paths: &[Path], commands: &mut Commands) {
        let mut lines: Vec<Vec<Cell>> = Vec::new();
        for path in paths {
            let places = path
                .points_at(self.tile.zoom())
                .map(|point| self.tile.fine(point))
                .collect();
            lines.extend(clip_line(places).iter().map(|piece| {
                let mut cells: Vec<Cell> = piece.iter().map(|place| place.cell()).collect();
                cells.dedup();
                cells
            }));
        }
        lines.retain(|line| line.len() >= 2);
        commands.lines(lines.iter().map(Vec::as_slice));
    }

    /// Clusters with their sums; who stands alone keeps its attributes. All as points, polygons too.
    pub fn clusters(self, stock: &Stock, spec: &ClusterSpec, bytes: &mut Vec<u8>) {
        let clusters = clusters_in(stock, spec, self.tile);
        let class_fields: Vec<String> = spec.class_keys.iter().map(|key| class_field(key)).collect();
        let mut writer = LayerWriter::new(self.keys, self.values, clusters.len());
        let mut commands = Commands::new();
        for cluster in &clusters {
            let Some(cell) = self.tile.cell(cluster.centre()) else {
                continue;
            };
            commands.points(&[cell]);
            match cluster.alone {
                Some(feature) => {
                    writer.tag_all(&feature.tags);
                    writer.feature(feature.id, &commands);
                }
                None => {
                    tag_cluster(&mut writer, cluster, spec, &class_fields);
                    writer.feature(cluster.id(self.tile.zoom()), &commands);
                }
            }
        }
        writer.finish(&self.spec.id, bytes);
    }

    /// One point inside each feature, in the tiles that carry it.
    pub fn labels(self, features: &[&Prepared], name: &str, bytes: &mut Vec<u8>) {
        let mut writer = LayerWriter::new(self.keys, self.values, features.len());
        let mut commands = Commands::new();
        for feature in features {
            if let Some(cell) = self.tile.cell(feature.anchor) {
                writer.tag_all(&feature.tags);
                writer.feature(feature.id, commands.points(&[cell]));
            }
        }
        writer.finish(name, bytes);
    }
}

/// Classes that do not occur in the cluster are left out.
fn tag_cluster(writer: &mut LayerWriter, cluster: &Cluster, spec: &ClusterSpec, class_fields: &[String]) {
    let square = &cluster.square;
    writer.tag_own(POINT_COUNT, &Value::Int(square.count.into()));
    for (field, &count) in class_fields
        .iter()
        .zip(&square.classes)
        .filter(|(_, count)| **count > 0)
    {
        writer.tag_own(field, &Value::Int(count.into()));
    }
    if let Some(field) = &spec.weight_field {
        // The portfolio's areas have two decimals; the rest is the noise of adding.
        writer.tag_own(field, &Value::Real((square.weight * 100.0).round() / 100.0));
    }
}

fn count_value(count: usize) -> Value {
    Value::Int(i64::try_from(count).expect("fewer features than 2⁶³"))
}
