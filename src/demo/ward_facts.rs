//! The wards: names and codes are facts; the middles, sizes and trends only give the demo its proportions.

use crate::record::MunicipalityCode;

pub struct WardFacts {
    /// Without the check digit.
    pub code_five: u32,
    pub name: &'static str,
    pub name_en: &'static str,
    /// Roughly where the ward's middle lies.
    pub lon: f64,
    pub lat: f64,
    /// Thousands of people, roughly: the scale of the invented figures.
    pub thousands: u32,
    /// Invented population in 2050 as a percentage of that in 2020.
    pub trend_percent: u32,
    /// How often an unused parcel lies here.
    pub parcel_weight: f64,
}

impl WardFacts {
    pub fn code(&self) -> MunicipalityCode {
        MunicipalityCode::from_five(self.code_five).expect("the table holds codes of wards")
    }

    /// Key of the ward office in bureaus.
    pub fn office_key(&self) -> String {
        format!("{}_ward_office", self.name_en.to_lowercase())
    }
}

macro_rules! wards {
    ($($code:literal $name:literal $en:literal $lon:literal $lat:literal $thousands:literal $trend:literal $weight:literal;)*) => {
        pub const WARDS: [WardFacts; 24] = [$(WardFacts {
            code_five: $code,
            name: $name,
            name_en: $en,
            lon: $lon,
            lat: $lat,
            thousands: $thousands,
            trend_percent: $trend,
            parcel_weight: $weight,
        },)*];
    };
}

wards! {
    27102 "都島区" "Miyakojima" 135.526 34.709 108 88 6.0;
    27103 "福島区" "Fukushima" 135.473 34.695 79 103 1.0;
    27104 "此花区" "Konohana" 135.425 34.682 65 80 19.0;
    27106 "西区" "Nishi" 135.487 34.677 106 108 8.0;
    27107 "港区" "Minato" 135.455 34.663 81 78 31.0;
    27108 "大正区" "Taisho" 135.470 34.642 62 62 14.0;
    27109 "天王寺区" "Tennoji" 135.518 34.658 82 106 14.0;
    27111 "浪速区" "Naniwa" 135.498 34.661 76 104 33.0;
    27113 "西淀川区" "Nishiyodogawa" 135.446 34.711 96 84 9.0;
    27114 "東淀川区" "Higashiyodogawa" 135.530 34.747 177 82 56.0;
    27115 "東成区" "Higashinari" 135.542 34.673 85 92 1.0;
    27116 "生野区" "Ikuno" 135.541 34.654 127 76 24.0;
    27117 "旭区" "Asahi" 135.548 34.724 91 77 12.0;
    27118 "城東区" "Joto" 135.549 34.699 168 87 6.0;
    27119 "阿倍野区" "Abeno" 135.514 34.633 111 90 24.0;
    27120 "住吉区" "Sumiyoshi" 135.503 34.605 153 77 32.0;
    27121 "東住吉区" "Higashisumiyoshi" 135.531 34.617 128 78 17.0;
    27122 "西成区" "Nishinari" 135.493 34.636 106 66 82.0;
    27123 "淀川区" "Yodogawa" 135.484 34.734 182 91 11.0;
    27124 "鶴見区" "Tsurumi" 135.575 34.707 113 85 9.0;
    27125 "住之江区" "Suminoe" 135.452 34.614 120 72 39.0;
    27126 "平野区" "Hirano" 135.559 34.613 192 71 35.0;
    27127 "北区" "Kita" 135.505 34.708 139 107 13.0;
    27128 "中央区" "Chuo" 135.510 34.681 104 109 4.0;
}

/// A coarse outline of the city with its bay shore: (longitude, latitude).
pub const CITY: [(f64, f64); 32] = [
    (135.398, 34.690),
    (135.425, 34.702),
    (135.428, 34.720),
    (135.450, 34.732),
    (135.472, 34.748),
    (135.495, 34.758),
    (135.515, 34.755),
    (135.535, 34.769),
    (135.556, 34.756),
    (135.562, 34.736),
    (135.578, 34.726),
    (135.598, 34.714),
    (135.590, 34.690),
    (135.566, 34.685),
    (135.561, 34.660),
    (135.575, 34.640),
    (135.590, 34.622),
    (135.587, 34.602),
    (135.560, 34.590),
    (135.525, 34.587),
    (135.490, 34.590),
    (135.468, 34.604),
    (135.435, 34.608),
    (135.402, 34.622),
    (135.408, 34.640),
    (135.440, 34.640),
    (135.437, 34.649),
    (135.420, 34.657),
    (135.432, 34.666),
    (135.395, 34.655),
    (135.378, 34.660),
    (135.384, 34.676),
];
