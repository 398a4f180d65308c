//! Which area is asked about.

use std::sync::Arc;

use utoipa::IntoParams;

use crate::geometry::{Shape, ShapeKind, repair};
use crate::http::api::view::View;
use crate::http::params::{FromParams, Params};
use crate::http::problem::Problem;
use crate::locality::Extent;
use crate::record::{EntityId, Kind, MunicipalityCode};
use crate::snapshot::Near;
use crate::text::Message;

/// A polygon in an address: more corners make it too long.
const MOST_CORNERS: usize = 200;
const MOST_RADIUS_M: f64 = 20_000.0;
/// A walk of ten minutes.
const USUAL_LIKE_M: i64 = 800;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct AreaParameters {
    /// A ward by its six-digit code. Give exactly one of `ward`, `feature`, `circle` and `polygon`.
    #[param(example = "271276")]
    ward: Option<String>,
    /// A polygon of a reference layer by its id (`X000012`), as /api/area/choices lists them.
    #[param(example = "X000001")]
    feature: Option<String>,
    /// Longitude, latitude and radius in metres, up to 20000.
    #[param(example = "135.5022,34.6937,800")]
    circle: Option<String>,
    /// Corners as `longitude,latitude`, with semicolons between; at most 200.
    #[param(example = "135.49,34.68;135.52,34.68;135.52,34.7")]
    polygon: Option<String>,
    /// Up to which distance facilities of one class count as near each other, in metres; 800 where absent.
    #[param(example = 800)]
    like_m: Option<u16>,
}

/// Which area, and what counts as near.
#[derive(Clone, Debug)]
pub struct Question {
    asked: Option<Asked>,
    pub like_m: f64,
}

#[derive(Clone, Debug)]
enum Asked {
    Ward(MunicipalityCode),
    Feature(EntityId),
    Circle(Near),
    Polygon(Arc<Shape>),
}

/// An area that exists, with what people call it.
pub struct Place {
    pub kind: &'static str,
    pub name: Message,
    pub extent: Extent,
    /// The outline is a schematic.
    pub schematic: bool,
}

impl FromParams for Question {
    fn read(params: &mut Params) -> Self {
        let ward = params.value("ward", |text| text.parse().map_err(|_| ward_wanted()));
        let feature = params.value("feature", |text| {
            let id = text.parse::<EntityId>().ok().filter(|id| id.kind == Kind::LayerFeature);
            id.ok_or_else(feature_wanted)
        });
        let circle = params.value("circle", |text| circle(text).ok_or_else(circle_wanted));
        let polygon = params.value("polygon", |text| polygon(text).ok_or_else(polygon_wanted));
        let given = ["ward", "feature", "circle", "polygon"]
            .iter()
            .filter(|name| params.is_given(name))
            .count();
        if given != 1 {
            let message = Message::new(
                "ward、feature、circle、polygon のうち一つだけを指定してください。",
                "Give exactly one of ward, feature, circle and polygon.",
            );
            params.refuse("ward", message);
        }
        let like_m = params.integer("like_m", 0..=5_000).unwrap_or(USUAL_LIKE_M);
        let asked = ward
            .map(Asked::Ward)
            .or(feature.map(Asked::Feature))
            .or(circle.map(Asked::Circle))
            .or(polygon.map(Asked::Polygon));
        Self {
            asked,
            like_m: like_m as f64,
        }
    }
}

impl Question {
    pub fn place(&self, view: &View) -> Result<Place, Problem> {
        let place = |kind, name, extent| Place {
            kind,
            name,
            extent,
            schematic: false,
        };
        match &self.asked {
            Some(Asked::Ward(code)) => ward(*code, view),
            Some(Asked::Feature(id)) => feature(*id, view),
            Some(Asked::Circle(near)) => {
                let name = Message::new(
                    format!("半径{:.0}mの円", near.radius_m),
                    format!("Circle of {:.0} m", near.radius_m),
                );
                Ok(place("circle", name, Extent::circle(*near)))
            }
            Some(Asked::Polygon(shape)) => {
                let name = Message::new("描いた範囲", "Drawn area");
                Ok(place("polygon", name, Extent::polygon(Arc::clone(shape))))
            }
            // The parameters have been refused before.
            None => Err(Problem::parameter(
                "ward",
                Message::new("区域を指定してください。", "Name an area."),
            )),
        }
    }
}

fn ward(code: MunicipalityCode, view: &View) -> Result<Place, Problem> {
    let Some(ward) = view.snapshot.wards.by_key(&code.to_string()) else {
        return Err(Problem::not_found(Message::new(
            format!("{code} の区はありません。区の一覧は /api/wards にあります。"),
            format!("There is no ward {code}. They are listed in /api/wards."),
        )));
    };
    let body = &ward.body;
    Ok(Place {
        kind: "ward",
        name: Message::new(&body.name, body.name_en.as_deref().unwrap_or(&body.name)),
        extent: Extent::ward(code, ward.shape.clone()),
        schematic: body.schematic,
    })
}

/// Features of internal layers do not exist here.
fn feature(id: EntityId, view: &View) -> Result<Place, Problem> {
    let snapshot = &view.snapshot;
    let found = snapshot.layer_features.get(id.fid).and_then(|feature| {
        let layer = snapshot.layers.get(feature.body.layer)?;
        let shape = feature.shape.clone()?;
        let fits = !layer.body.internal && shape.kind() == ShapeKind::Polygon;
        fits.then_some((layer, feature, shape))
    });
    let Some((layer, feature, shape)) = found else {
        return Err(Problem::not_found(Message::new(
            format!("{id} という区域はありません。一覧は /api/area/choices にあります。"),
            format!("There is no area {id}. They are listed in /api/area/choices."),
        )));
    };
    let own = super::choice::label(&layer.body, &feature.body);
    let name = format!("{} {own}", layer.body.title);
    Ok(Place {
        kind: "feature",
        name: Message::new(&name, &name),
        extent: Extent::polygon(shape),
        schematic: false,
    })
}

fn circle(text: &str) -> Option<Near> {
    let mut parts = text.split(',').map(|part| part.trim().parse::<f64>().ok());
    let (lon, lat, radius_m) = (parts.next()??, parts.next()??, parts.next()??);
    // NaN fails every comparison.
    let fits = lon.abs() <= 180.0 && lat.abs() <= 85.0 && (1.0..=MOST_RADIUS_M).contains(&radius_m);
    (fits && parts.next().is_none()).then_some(Near { lon, lat, radius_m })
}

fn polygon(text: &str) -> Option<Arc<Shape>> {
    let corner = |text: &str| {
        let (lon, lat) = text.split_once(',')?;
        let (lon, lat): (f64, f64) = (lon.trim().parse().ok()?, lat.trim().parse().ok()?);
        (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some(geo::Coord { x: lon, y: lat })
    };
    let corners: Vec<geo::Coord> = text.split(';').map(corner).collect::<Option<_>>()?;
    if !(3..=MOST_CORNERS).contains(&corners.len()) {
        return None;
    }
    let drawn = geo::Geometry::Polygon(geo::Polygon::new(corners.into(), Vec::new()));
    let geometry = match repair(&drawn).ok()? {
        Some(repaired) => repaired.geometry,
        None => drawn,
    };
    let shape = Shape::new(geometry).ok()?;
    (shape.kind() == ShapeKind::Polygon).then(|| Arc::new(shape))
}

fn ward_wanted() -> Message {
    Message::new("6桁の区コード（例 271276）", "a ward's six-digit code, such as 271276")
}

fn feature_wanted() -> Message {
    Message::new(
        "参照レイヤの地物のID（例 X000012）",
        "the id of a feature of a reference layer, such as X000012",
    )
}

fn circle_wanted() -> Message {
    Message::new(
        "経度,緯度,半径m（例 135.5022,34.6937,800。半径は1から20000）",
        "longitude,latitude,radius in metres, such as 135.5022,34.6937,800, with a radius from 1 to 20000",
    )
}

fn polygon_wanted() -> Message {
    Message::new(
        "経度,緯度を ; で区切った3から200の角（例 135.5,34.69;135.51,34.69;135.51,34.7）",
        "3 to 200 corners longitude,latitude with semicolons between, such as 135.5,34.69;135.51,34.69;135.51,34.7",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_needs_a_place_and_a_bounded_radius() {
        assert!(circle("135.5,34.69,800").is_some());
        for text in [
            "135.5,34.69",
            "135.5,34.69,0",
            "135.5,34.69,NaN",
            "135.5,34.69,800,1",
            "34,135,800",
            "",
        ] {
            assert!(circle(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_polygon_that_crosses_itself_is_repaired() {
        let bow = polygon("135.5,34.69;135.51,34.70;135.51,34.69;135.5,34.70").expect("repaired");
        assert_eq!(bow.kind(), ShapeKind::Polygon);
        for text in [
            "135.5,34.69;135.51,34.70",
            "a,b;c,d;e,f",
            "135.5,34.69;135.5,34.69;135.5,34.69",
        ] {
            assert!(polygon(text).is_none(), "{text}");
        }
    }
}
