//! What a page tells machines (JSON-LD, schema.org): what it shows people and no more.

use serde_json::{Map, Value, json};

use super::setting::Setting;

/// A list as a data set that can be downloaded.
pub fn dataset(setting: &Setting, name: &str, description: &str, path: &str, export: &str) -> Value {
    let words = &setting.site.words;
    let licence = words.licence.as_ref().and_then(|licence| licence.url.clone());
    let publisher = words.publisher.as_ref().map(|publisher| {
        let name = setting.pick(
            &publisher.name_ja,
            publisher.name_en.as_ref().unwrap_or(&publisher.name_ja),
        );
        known([
            ("@type", Some(json!("GovernmentOrganization"))),
            ("name", Some(json!(name))),
            ("url", publisher.url.as_ref().map(|url| json!(url))),
        ])
    });
    let files = [
        ("csv", "text/csv"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("geojson", "application/geo+json"),
    ];
    let distribution: Vec<Value> = files
        .iter()
        .filter_map(|(format, media_type)| {
            let address = setting.whole(&format!("{export}?format={format}"))?;
            Some(json!({ "@type": "DataDownload", "encodingFormat": media_type, "contentUrl": address }))
        })
        .collect();
    let mark = if setting.demo {
        setting.pick("架空のデータ。", "Fictitious data. ")
    } else {
        ""
    };
    known([
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!("Dataset"))),
        ("name", Some(json!(name))),
        ("description", Some(json!(format!("{mark}{description}")))),
        ("url", setting.whole(&setting.address(path)).map(Value::from)),
        ("inLanguage", Some(json!("ja"))),
        ("isAccessibleForFree", Some(json!(true))),
        ("license", licence.map(Value::from)),
        ("creator", publisher.clone()),
        ("publisher", publisher),
        ("dateModified", setting.data_date().map(|day| json!(day.to_string()))),
        ("distribution", (!distribution.is_empty()).then(|| json!(distribution))),
    ])
}

/// A place that is drawn on the map too.
pub struct Place<'a> {
    /// The schema.org type: `CivicStructure`, `Place`.
    pub kind: &'static str,
    pub name: &'a str,
    pub identifier: &'a str,
    pub address: Option<&'a str>,
    pub position: Option<(f64, f64)>,
    pub phone: Option<&'a str>,
    pub url: Option<&'a str>,
    pub path: &'a str,
}

pub fn place(setting: &Setting, place: &Place) -> Value {
    let geo = place
        .position
        .map(|(lon, lat)| json!({ "@type": "GeoCoordinates", "longitude": lon, "latitude": lat }));
    known([
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!(place.kind))),
        ("name", Some(json!(place.name))),
        ("identifier", Some(json!(place.identifier))),
        ("address", place.address.map(Value::from)),
        ("geo", geo),
        ("telephone", place.phone.map(Value::from)),
        ("sameAs", place.url.map(Value::from)),
        ("url", setting.whole(&setting.address(place.path)).map(Value::from)),
        (
            "disambiguatingDescription",
            setting
                .demo
                .then(|| json!(setting.pick("架空のデータ", "Fictitious data"))),
        ),
    ])
}

/// An object of the members that have a value.
fn known<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let members = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(members.collect::<Map<_, _>>())
}
