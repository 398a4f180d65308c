//! Small files in the layouts of the real ones. Every name in them is invented.

/// Two wards as squares: 北区 (27127) in the west, 中央区 (27128) east of it.
pub const WARDS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"N03_001":"大阪府","N03_003":"大阪市","N03_004":"北区","N03_007":"27127"},
 "geometry":{"type":"Polygon","coordinates":[[[135.48,34.68],[135.50,34.68],[135.50,34.70],[135.48,34.70],[135.48,34.68]]]}},
{"type":"Feature","properties":{"N03_001":"大阪府","N03_003":"大阪市","N03_004":"中央区","N03_007":"27128"},
 "geometry":{"type":"Polygon","coordinates":[[[135.50,34.68],[135.52,34.68],[135.52,34.70],[135.50,34.70],[135.50,34.68]]]}}
]}"#;

/// A facility of the city's JSON list.
pub fn facility(id: u32, name: &str, addr: &str, ward: &str, place: Option<(f64, f64)>) -> serde_json::Value {
    serde_json::json!({
        "id": id, "name": name, "addr": addr, "ward": ward, "area": 1234.5, "year": 1982,
        "use": "教育・文化・スポーツ施設", "useDetail": "野外活動施設", "manager": "建設局　公園緑化部　公園課",
        "isRental": false, "source": "x.pdf", "kartePage": null, "karteFile": null,
        "lat": place.map(|place| place.1), "lng": place.map(|place| place.0), "privateFacilities": [],
    })
}

/// The header of the list of unused land, with the columns that others added.
pub const PARCEL_HEADER: &str = "未利用地登録年度,番号,所在（区）,町丁目,地番,街区番号,面積（㎡）,土地所管局,財産名称,現状,活用方針,\
                                 分類基準,処分目途,貸付等の活用状況,備考,マップナビおおさかへのリンク,住居表示,緯度,経度,ジオコード精度";

/// A row of that list: number, ward, policy, criterion, outlook, place.
pub fn parcel(number: &str, ward: &str, policy: [&str; 3], place: (f64, f64)) -> String {
    let [policy, criterion, outlook] = policy;
    let (lon, lat) = place;
    format!(
        "2006,{number},{ward},架空町１丁目,32‐12内,1番,330,都市整備局,もと架空住宅{number},空地,{policy},{criterion},{outlook},\
         貸付不可,,,{ward}架空町１丁目1番,{lat},{lon},街区番号"
    )
}

pub const DISPOSAL: [&str; 3] = ["処分検討地", "基準２", "A"];
