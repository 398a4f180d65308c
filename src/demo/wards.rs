//! The wards: official names and codes on schematic outlines.

use super::atlas::Atlas;
use super::drafting::Drafting;
use super::ward_facts::WARDS;
use crate::area::Ward;
use crate::geometry::Shape;
use crate::record::{Notes, Provenance};

pub fn write(atlas: &Atlas, drafting: &mut Drafting) {
    for (at, facts) in WARDS.iter().enumerate() {
        let ward = Ward {
            code: facts.code(),
            name: facts.name.to_owned(),
            name_en: Some(format!("{} Ward", facts.name_en)),
            schematic: true,
            boundary_source: Some("模式図（Koyu）".to_owned()),
            boundary_credit: None,
            provenance: Provenance::DemoFact,
            notes: Notes::default(),
        };
        let shape = Shape::new(atlas.outline(at).into()).expect("the city lies in range");
        drafting.add(ward, Some(shape));
    }
}
