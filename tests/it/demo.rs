//! The demo portfolio: the same every time, consistent, and never mistaken for fact.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use geo::{Area, BooleanOps, Contains, Geometry, Polygon, Validation};
use koyu::demo::{DemoSpec, generate};
use koyu::geometry::PlaneZone;
use koyu::history::{Body, Draft, State, write_state};
use koyu::land::{Parcel, Policy};
use koyu::record::{EntityId, Fid, Kind, PositionAccuracy};
use koyu::register::Facility;
use koyu::snapshot::{Snapshot, Stamp};

static DEMO: LazyLock<Draft> = LazyLock::new(|| generate(&DemoSpec::default()));

fn states(draft: &Draft) -> impl Iterator<Item = (EntityId, &State)> {
    draft
        .edits
        .iter()
        .map(|edit| (edit.target.entity(), edit.after.as_ref().expect("a demo only creates")))
}

fn facilities() -> Vec<(&'static Facility, &'static State)> {
    let of = |(_, state): (EntityId, &'static State)| match &state.body {
        Body::Facility(facility) => Some((&**facility, state)),
        _ => None,
    };
    states(&DEMO).filter_map(of).collect()
}

fn parcels() -> Vec<(&'static Parcel, &'static State)> {
    let of = |(_, state): (EntityId, &'static State)| match &state.body {
        Body::Parcel(parcel) => Some((&**parcel, state)),
        _ => None,
    };
    states(&DEMO).filter_map(of).collect()
}

fn count(kind: Kind) -> usize {
    states(&DEMO).filter(|(entity, _)| entity.kind == kind).count()
}

/// Code → outline.
fn wards() -> HashMap<String, Polygon> {
    let of = |(_, state): (EntityId, &'static State)| match (&state.body, state.shape.as_deref()?.geometry()) {
        (Body::Ward(ward), Geometry::Polygon(outline)) => Some((ward.code.to_string(), outline.clone())),
        _ => None,
    };
    states(&DEMO).filter_map(of).collect()
}

fn bytes(draft: &Draft) -> Vec<Vec<u8>> {
    states(draft).map(|(_, state)| write_state(state)).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let again = generate(&DemoSpec::default());
    assert_eq!(*DEMO, again);
    assert_eq!(bytes(&DEMO), bytes(&again));
    let other = generate(&DemoSpec {
        seed: 2,
        ..DemoSpec::default()
    });
    assert_ne!(bytes(&DEMO), bytes(&other));
}

#[test]
fn the_default_size_is_that_of_the_citys_lists() {
    assert_eq!(
        (count(Kind::Facility), count(Kind::Parcel), count(Kind::Ward)),
        (1719, 505, 24)
    );
    assert_eq!(
        facilities()
            .iter()
            .filter(|(facility, _)| facility.is_evaluated())
            .count(),
        500
    );
    assert_eq!((count(Kind::UsageYear), count(Kind::FinanceYear)), (2500, 2500));
    assert_eq!(count(Kind::Population), 48);
    let of = |policy| {
        parcels()
            .iter()
            .filter(|(parcel, _)| parcel.policy == Some(policy))
            .count()
    };
    assert_eq!(
        (of(Policy::Disposal), of(Policy::Retain), of(Policy::Project)),
        (296, 32, 177)
    );
}

#[test]
fn five_parcels_lie_outside_the_city_and_have_no_shape() {
    let (inside, outside): (Vec<_>, Vec<_>) = parcels().into_iter().partition(|(parcel, _)| parcel.in_city);
    assert_eq!(outside.len(), 5);
    assert!(outside.iter().all(|(_, state)| state.shape.is_none()));
    assert!(inside.iter().all(|(_, state)| state.shape.is_some()));
}

#[test]
fn parcels_are_classified_consistently_and_sized_as_in_a_real_list() {
    assert!(parcels().iter().all(|(parcel, _)| parcel.is_classified_consistently()));
    let sizes: Vec<f64> = parcels()
        .iter()
        .map(|(parcel, _)| parcel.area_m2.known().expect("an area").as_f64())
        .collect();
    let share = |fits: &dyn Fn(f64) -> bool| sizes.iter().filter(|size| fits(**size)).count() as f64 / 505.0;
    assert!((share(&|size| size < 100.0) - 0.05).abs() < 0.01);
    assert!((share(&|size| size >= 2_000.0) - 0.24).abs() < 0.01);
    assert!((share(&|size| size >= 10_000.0) - 0.045).abs() < 0.01);
    assert!((share(&|size| size < 781.0) - 0.5).abs() < 0.01);
}

#[test]
fn parcels_measure_what_the_register_says_and_lie_in_their_ward() {
    let (zone, wards) = (PlaneZone::six().expect("zone VI"), wards());
    for (parcel, state) in parcels().into_iter().filter(|(parcel, _)| parcel.in_city) {
        let shape = state.shape.as_deref().expect("a shape");
        let registered = parcel.area_m2.known().expect("an area").as_f64();
        let measured = zone.area_m2(shape).expect("measured");
        assert!((measured / registered - 1.0).abs() < 0.005, "{measured} {registered}");
        assert!(shape.geometry().is_valid(), "{}", parcel.number);
        let ward = &wards[&parcel.address.municipality.expect("a ward").to_string()];
        assert!(ward.contains(shape.geometry()), "{}", parcel.number);
    }
}

#[test]
fn every_positioned_facility_lies_in_its_ward() {
    let wards = wards();
    let positioned: Vec<_> = facilities()
        .into_iter()
        .filter(|(_, state)| state.shape.is_some())
        .collect();
    for (facility, state) in &positioned {
        let ward = &wards[&facility.address.municipality.expect("a ward").to_string()];
        let place = state.shape.as_deref().expect("positioned").geometry();
        assert!(ward.contains(place), "{}", facility.number);
    }
    let distinct: HashSet<String> = positioned
        .iter()
        .map(|(_, state)| format!("{:?}", state.shape))
        .collect();
    assert!(positioned.len() > 1650 && positioned.len() < 1719);
    let joined = positioned.len() - distinct.len();
    assert!(
        (100..=180).contains(&joined),
        "{joined} share a point with an earlier one"
    );
}

#[test]
fn a_masked_address_has_no_point() {
    let all = facilities();
    let masked: Vec<_> = all.iter().filter(|(facility, _)| facility.address.masked).collect();
    assert!((15..=60).contains(&masked.len()), "{}", masked.len());
    for (facility, state) in masked {
        let accuracy = facility.position.as_ref().map(|position| position.accuracy);
        assert!(state.shape.is_none() && accuracy == Some(PositionAccuracy::Ward));
    }
}

#[test]
fn names_carry_the_letters_that_break_careless_software() {
    let names: String = facilities()
        .iter()
        .map(|(facility, _)| facility.name.as_str())
        .collect();
    let found = ['髙', '﨑', '𠮷', '㈱', '㎡']
        .iter()
        .filter(|letter| names.contains(**letter))
        .count();
    assert_eq!(found, 5);
}

#[test]
fn every_record_says_whether_it_is_invented_or_a_fact() {
    for (entity, state) in states(&DEMO) {
        let json = serde_json::to_value(&state.body).expect("a record is JSON");
        let expected = if entity.kind == Kind::Ward {
            "demo_fact"
        } else {
            "demo_invented"
        };
        assert_eq!(json["provenance"], expected, "{entity}");
    }
    assert_eq!(DEMO.reason, "デモ用の架空データ");
}

#[test]
fn the_demo_fits_an_empty_portfolio() {
    let stamp = Stamp {
        id: uuid::Uuid::nil(),
        actor: Arc::from("demo"),
        time: "2026-04-01T00:00:00Z".parse().expect("a time"),
    };
    let commit = Snapshot::default().derive(DEMO.clone(), stamp).expect("a commit");
    let snapshot = Snapshot::default().apply(&commit).expect("applies");
    assert!(snapshot.get(EntityId::new(Kind::Facility, Fid(1719))).is_some());
    assert!(snapshot.get(EntityId::new(Kind::Facility, Fid(1720))).is_none());
}

#[test]
fn wards_cover_the_city_without_gap_or_overlap() {
    let wards: Vec<Polygon> = wards().into_values().collect();
    assert!(wards.iter().all(Validation::is_valid));
    let sum: f64 = wards.iter().map(Area::unsigned_area).sum();
    let city = geo::unary_union(&wards);
    assert!((city.unsigned_area() / sum - 1.0).abs() < 1e-9);
    assert_eq!(city.0.len(), 1, "one piece");
    assert!(city.0[0].interiors().is_empty(), "no gap between wards");
    let first = &wards[0];
    assert!(
        wards[1..]
            .iter()
            .all(|other| first.intersection(other).unsigned_area() < 1e-12)
    );
}

#[test]
fn the_cells_of_the_mesh_add_up_to_the_wards() {
    for year in [2020_u16, 2050] {
        let (mut wards, mut cells) = (0.0, 0.0);
        for (_, state) in states(&DEMO) {
            match &state.body {
                Body::Population(population) if population.as_of == year.to_string() => {
                    wards += population.total as f64
                }
                Body::MeshCell(cell) => cells += cell.years[&year].total,
                _ => {}
            }
        }
        assert_eq!(wards, cells);
        assert!(wards > 2_000_000.0);
    }
}

#[test]
fn floor_area_is_housed_to_the_last_hundredth() {
    let mut housed: HashMap<EntityId, i64> = HashMap::new();
    for (_, state) in states(&DEMO) {
        if let Body::Link(link) = &state.body {
            let areas = [link.area_m2, link.shared_area_m2];
            *housed.entry(link.from).or_default() += areas.iter().flatten().map(|area| area.hundredths()).sum::<i64>();
        }
    }
    for (entity, state) in states(&DEMO) {
        if let Body::Facility(facility) = &state.body {
            let area = facility.floor_area_m2.known().expect("an area");
            assert_eq!(housed[&entity], area.hundredths(), "{entity}");
        }
    }
}

#[test]
fn any_size_can_be_made() {
    for (facilities, parcels) in [(0, 0), (1, 1), (3, 4), (700, 5)] {
        let draft = generate(&DemoSpec {
            facilities,
            parcels,
            seed: 9,
        });
        let of = |kind| states(&draft).filter(|(entity, _)| entity.kind == kind).count() as u32;
        assert_eq!((of(Kind::Facility), of(Kind::Parcel)), (facilities, parcels));
    }
}

#[test]
fn vacancies_are_at_every_stage_and_some_former_facilities_wait_as_candidates() {
    let stamp = Stamp {
        id: uuid::Uuid::nil(),
        actor: Arc::from("demo"),
        time: jiff::Timestamp::UNIX_EPOCH,
    };
    let empty = Snapshot::default();
    let commit = empty.derive(DEMO.clone(), stamp).expect("a valid draft");
    let snapshot = empty.apply(&commit).expect("the first version");
    let stages: HashSet<&str> = snapshot.vacancies.iter().map(|item| item.body.stage().key()).collect();
    assert_eq!(stages.len(), 6, "{stages:?}");
    assert!(
        snapshot
            .vacancies
            .iter()
            .all(|item| item.body.extent.fits(item.body.of.kind))
    );
    assert!(snapshot.vacancies.iter().any(|item| item.body.released));
    assert!(snapshot.vacancies.iter().any(|item| !item.body.released));
    assert!(snapshot.vacancy_candidates().len() > 20);
    let rounds: Vec<bool> = snapshot
        .survey_rounds
        .iter()
        .map(|item| item.body.is_complete())
        .collect();
    assert_eq!(rounds, [true, false]);
    for item in snapshot.vacancies.iter() {
        if let Some(parcel) = item.body.closing.as_ref().and_then(|closing| closing.parcel) {
            let parcel = EntityId::new(Kind::Parcel, parcel);
            assert!(snapshot.links_of(parcel).any(|link| link.from == item.body.of));
        }
    }
}
