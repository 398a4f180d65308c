//! Where facilities are: in a ward, some at a shared point, a few without a place.

use super::atlas::Atlas;
use super::chance::Chance;
use super::names::{Town, town, wide};
use super::plane::Metres;
use super::ward_facts::WARDS;
use crate::record::{Address, PositionAccuracy};

#[derive(Clone)]
pub struct Place {
    /// Place in [`WARDS`].
    pub ward: usize,
    pub town: Town,
    pub address: Address,
    pub point: Option<Metres>,
    pub accuracy: PositionAccuracy,
    /// The facility at the same point.
    pub neighbour: Option<usize>,
}

pub struct Places<'a> {
    atlas: &'a Atlas,
    /// By ward: facilities with a point of their own.
    known: Vec<Vec<(usize, Place)>>,
}

impl<'a> Places<'a> {
    pub fn new(atlas: &'a Atlas) -> Self {
        Self {
            atlas,
            known: vec![Vec::new(); WARDS.len()],
        }
    }

    /// The place of the facility with the given index.
    pub fn next(&mut self, index: usize, chance: &mut Chance) -> Place {
        let ward = chance.weighted(WARDS.iter().map(|ward| f64::from(ward.thousands)));
        let fate = chance.unit();
        if fate < 0.005 {
            return self.own(ward, PositionAccuracy::None, chance);
        }
        if fate < 0.025 {
            let mut place = self.own(ward, PositionAccuracy::Ward, chance);
            place.address.town = None;
            place.address.text = Some(format!("大阪市{}××××", WARDS[ward].name));
            place.address.masked = true;
            return place;
        }
        // Each that joins makes two that share: 8 % give some 15 %.
        if fate < 0.105 && !self.known[ward].is_empty() {
            let (neighbour, place) = chance.pick(&self.known[ward]).clone();
            return Place {
                neighbour: Some(neighbour),
                ..place
            };
        }
        let accuracy = if fate > 0.95 {
            PositionAccuracy::Block
        } else {
            PositionAccuracy::Exact
        };
        let place = self.own(ward, accuracy, chance);
        self.known[ward].push((index, place.clone()));
        place
    }

    fn own(&self, ward: usize, accuracy: PositionAccuracy, chance: &mut Chance) -> Place {
        let town = town(chance);
        let (chome, block, house) = (chance.below(6) + 1, chance.below(28) + 1, chance.below(30) + 1);
        let point = accuracy.may_be_drawn().then(|| self.atlas.place_in(ward, 0.0, chance));
        let facts = &WARDS[ward];
        Place {
            ward,
            address: Address {
                text: Some(format!(
                    "大阪市{}{}{}丁目{block}番{house}号",
                    facts.name,
                    town.ja,
                    wide(chome)
                )),
                municipality: Some(facts.code()),
                municipality_text: Some(facts.name.to_owned()),
                town: Some(format!("{}{}丁目", town.ja, wide(chome))),
                masked: false,
            },
            town,
            point,
            accuracy,
            neighbour: None,
        }
    }
}
