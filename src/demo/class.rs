//! The classes that the demo's facilities have, with what is typical of each.

use super::chance::Chance;

/// What a facility of a class counts in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Visits to rooms that are let by the slot.
    Rooms,
    /// Visits only.
    Visits,
    /// Places and those who hold them.
    Places,
    /// Visits and loans.
    Loans,
    /// Cars or bicycles.
    Vehicles,
    /// Counters: visits, and no fees.
    Counter,
}

#[derive(Debug)]
pub struct Class {
    /// `major.minor` of facility_classes.
    pub key: &'static str,
    /// What facilities of the class are called after their town, with kana.
    pub noun: (&'static str, &'static str),
    /// How often it occurs within its major class.
    pub weight: f64,
    pub median_m2: f64,
    /// Key and name of the bureau; `WARD` for the ward office.
    pub bureau: (&'static str, &'static str),
    pub activity: Activity,
    /// Open to the public and compared with others: 一般施設.
    pub general: bool,
}

/// The bureau of facilities that the ward office of their place runs.
pub const WARD: (&str, &str) = ("", "");

const CIVIC: (&str, &str) = ("civic", "市民局");
const CHILDREN: (&str, &str) = ("children", "こども青少年局");
const WELFARE: (&str, &str) = ("welfare", "福祉局");
const HEALTH: (&str, &str) = ("health", "健康局");
const EDUCATION: (&str, &str) = ("education", "教育委員会事務局");
const ECONOMY: (&str, &str) = ("economy", "経済戦略局");
const CONSTRUCTION: (&str, &str) = ("construction", "建設局");
const ENVIRONMENT: (&str, &str) = ("environment", "環境局");
const FIRE: (&str, &str) = ("fire", "消防局");
const FINANCE: (&str, &str) = ("finance", "財政局");
const URBAN: (&str, &str) = ("urban_development", "都市整備局");
const PROPERTY: (&str, &str) = ("contract_property", "契約管財局");
const CRISIS: (&str, &str) = ("crisis_management", "危機管理室");
const PORT: (&str, &str) = ("port", "大阪港湾局");

/// Major classes and their shares of the list in percent.
pub const MAJORS: [(&str, f64); 7] = [
    ("education", 14.0),
    ("welfare", 14.0),
    ("office", 14.0),
    ("industry", 2.0),
    ("infrastructure", 26.0),
    ("general_other", 22.0),
    ("former", 8.0),
];

macro_rules! classes {
    ($($key:literal $noun:literal $kana:literal $weight:literal $median:literal $bureau:ident $activity:ident $general:literal;)*) => {
        const CLASSES: &[Class] = &[$(Class {
            key: $key,
            noun: ($noun, $kana),
            weight: $weight,
            median_m2: $median,
            bureau: $bureau,
            activity: Activity::$activity,
            general: $general,
        },)*];
    };
}

classes! {
    "education.kindergarten" "幼稚園" "ようちえん" 50.0 900.0 CHILDREN Places true;
    "education.learning_centre" "学習館" "がくしゅうかん" 8.0 1800.0 EDUCATION Rooms true;
    "education.ward_hall" "区民ホール" "くみんほーる" 30.0 3000.0 WARD Rooms true;
    "education.joint_use_hall" "共同利用会館" "きょうどうりようかいかん" 10.0 250.0 ENVIRONMENT Rooms true;
    "education.cultural_facility" "文化館" "ぶんかかん" 8.0 5000.0 ECONOMY Visits true;
    "education.branch_library" "図書館" "としょかん" 23.0 1000.0 EDUCATION Loans true;
    "education.gymnasium" "スポーツセンター" "すぽーつせんたー" 25.0 3500.0 ECONOMY Rooms true;
    "education.pool" "プール" "ぷーる" 24.0 2800.0 ECONOMY Visits true;
    "education.other_sports" "庭球場" "ていきゅうじょう" 20.0 150.0 ECONOMY Rooms true;
    "education.gender_equality_centre" "男女共同参画館" "だんじょきょうどうさんかくかん" 3.0 2500.0 CIVIC Rooms true;
    "welfare.senior_welfare_centre" "老人福祉センター" "ろうじんふくしせんたー" 26.0 900.0 WELFARE Visits true;
    "welfare.other_senior_welfare" "在宅サービスセンター" "ざいたくさーびすせんたー" 24.0 1200.0 WELFARE Visits true;
    "welfare.disability_service_office" "障がい福祉作業所" "しょうがいふくしさぎょうしょ" 14.0 700.0 WELFARE Places true;
    "welfare.nursery" "保育所" "ほいくしょ" 90.0 750.0 CHILDREN Places true;
    "welfare.children_plaza" "子育てプラザ" "こそだてぷらざ" 24.0 600.0 CHILDREN Visits true;
    "welfare.other_child_welfare" "児童の家" "じどうのいえ" 8.0 1800.0 CHILDREN Places true;
    "welfare.public_assistance_home" "更生寮" "こうせいりょう" 6.0 3000.0 WELFARE Places true;
    "welfare.other_health" "保健館" "ほけんかん" 6.0 1500.0 HEALTH Visits true;
    "office.city_ward_office" "区役所分館" "くやくしょぶんかん" 26.0 6000.0 WARD Counter true;
    "office.service_counter" "サービスカウンター" "さーびすかうんたー" 4.0 200.0 CIVIC Counter true;
    "office.health_welfare_office" "保健福祉分室" "ほけんふくしぶんしつ" 20.0 2500.0 WARD Counter true;
    "office.tax_office" "市税分室" "しぜいぶんしつ" 6.0 3000.0 FINANCE Counter true;
    "office.environment_office" "環境事務所" "かんきょうじむしょ" 20.0 3500.0 ENVIRONMENT Counter false;
    "office.other_field_office" "公園事務所" "こうえんじむしょ" 25.0 700.0 CONSTRUCTION Counter false;
    "office.fire_station" "消防出張所" "しょうぼうしゅっちょうしょ" 90.0 500.0 FIRE Counter false;
    "office.standby_quarters" "待機宿舎" "たいきしゅくしゃ" 40.0 900.0 CRISIS Counter false;
    "industry.business_support" "企業支援館" "きぎょうしえんかん" 10.0 4000.0 ECONOMY Rooms true;
    "industry.retail_market" "小売市場" "こうりいちば" 10.0 1500.0 ECONOMY Visits false;
    "industry.flatted_factory" "工場アパート" "こうじょうあぱーと" 6.0 6000.0 ECONOMY Places false;
    "industry.commercial" "商業館" "しょうぎょうかん" 5.0 5000.0 ECONOMY Visits false;
    "infrastructure.park_facility" "公園便所" "こうえんべんじょ" 45.0 40.0 CONSTRUCTION Visits false;
    "infrastructure.bicycle_office" "自転車駐車場管理所" "じてんしゃちゅうしゃじょうかんりしょ" 35.0 60.0 CONSTRUCTION Vehicles false;
    "infrastructure.ferry_landing" "渡船場" "とせんじょう" 4.0 80.0 CONSTRUCTION Visits false;
    "infrastructure.car_park" "駐車場" "ちゅうしゃじょう" 6.0 6000.0 CONSTRUCTION Vehicles false;
    "infrastructure.pumping_station" "ポンプ場" "ぽんぷじょう" 10.0 300.0 CONSTRUCTION Counter false;
    "general_other.community_hall" "地域集会所" "ちいきしゅうかいしょ" 45.0 160.0 WARD Rooms true;
    "general_other.other_community_use" "憩の家" "いこいのいえ" 20.0 180.0 WELFARE Visits false;
    "general_other.crematorium" "斎場" "さいじょう" 2.0 3000.0 ENVIRONMENT Visits false;
    "general_other.cemetery" "霊園管理所" "れいえんかんりしょ" 3.0 120.0 ENVIRONMENT Visits false;
    "general_other.staff_housing" "職員住宅" "しょくいんじゅうたく" 6.0 1200.0 URBAN Counter false;
    "general_other.rest_area_toilet" "公衆便所" "こうしゅうべんじょ" 12.0 30.0 ENVIRONMENT Visits false;
    "general_other.monitoring_station" "測定局" "そくていきょく" 10.0 15.0 ENVIRONMENT Counter false;
    "general_other.storehouse" "備蓄倉庫" "びちくそうこ" 14.0 150.0 CRISIS Counter false;
    "general_other.other_general" "港湾詰所" "こうわんつめしょ" 6.0 250.0 PORT Counter false;
    "former.former_facility" "小学校" "しょうがっこう" 30.0 4500.0 EDUCATION Visits false;
    "former.former_facility" "保育所" "ほいくしょ" 25.0 700.0 CHILDREN Visits false;
    "former.former_facility" "集会所" "しゅうかいしょ" 20.0 180.0 WARD Visits false;
    "former.former_facility" "出張所" "しゅっちょうしょ" 15.0 500.0 PROPERTY Visits false;
    "former.former_facility" "職員住宅" "しょくいんじゅうたく" 10.0 1200.0 URBAN Visits false;
}

impl Class {
    pub fn major(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(major, _)| major)
    }

    /// One of a major class, as often as it is usual there.
    pub fn draw(major: &str, chance: &mut Chance) -> &'static Class {
        let of_major = CLASSES.iter().filter(|class| class.major() == major);
        let at = chance.weighted(of_major.clone().map(|class| class.weight));
        of_major.clone().nth(at).expect("every major class has classes")
    }

    /// What もと施設 are called by.
    pub fn prefix(&self) -> &'static str {
        if self.is_former() { "もと" } else { "" }
    }

    pub fn is_former(&self) -> bool {
        self.major() == "former"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_major_class_has_classes_and_every_class_a_major() {
        for (major, _) in MAJORS {
            assert!(CLASSES.iter().any(|class| class.major() == major), "{major}");
        }
        for class in CLASSES {
            assert!(MAJORS.iter().any(|(major, _)| *major == class.major()), "{}", class.key);
        }
    }
}
