//! What a transformation does to the datum, and how well that is known.

use super::Crs;

/// The change of datum in a transformation.
#[derive(Clone, Debug, PartialEq)]
pub enum Shift {
    /// Both systems are on the same datum, or are held to be: JGD2011 and WGS 84 differ by less than either is known.
    None,
    /// JGD2000 to JGD2011 or back, without the grid of the earthquake of 2011.
    Jgd2000 { accuracy_m: Option<f64> },
    /// The old Tokyo datum.
    OldTokyo { operation: String, accuracy_m: Option<f64> },
    /// A datum of another country, from a file that defines its own system.
    Other { operation: String, accuracy_m: Option<f64> },
}

impl Shift {
    pub(super) fn between(from: &Crs, to: &Crs, operation: &str, accuracy_m: Option<f64>) -> Self {
        let (here, there) = (from.is_old_tokyo(), to.is_old_tokyo());
        if here != there {
            return Self::OldTokyo {
                operation: operation.to_owned(),
                accuracy_m,
            };
        }
        if here {
            return Self::None;
        }
        if from.is_jgd2000() != to.is_jgd2000() {
            return Self::Jgd2000 { accuracy_m };
        }
        match (from, to) {
            (Crs::Wkt(_), _) | (_, Crs::Wkt(_)) => Self::Other {
                operation: operation.to_owned(),
                accuracy_m,
            },
            _ => Self::None,
        }
    }

    /// Metres, where PROJ says so; 0 where nothing is shifted.
    pub fn accuracy_m(&self) -> Option<f64> {
        match self {
            Self::None => Some(0.0),
            Self::Jgd2000 { accuracy_m } | Self::OldTokyo { accuracy_m, .. } | Self::Other { accuracy_m, .. } => {
                *accuracy_m
            }
        }
    }

    /// The sentence for an import's report; none where there is nothing to say.
    pub fn ja(&self) -> Option<String> {
        let about =
            |accuracy_m: &Option<f64>| accuracy_m.map_or("不明".to_owned(), |metres| format!("約 {metres} m"));
        match self {
            Self::None => None,
            Self::Jgd2000 { .. } => Some(
                "JGD2000 の座標を JGD2011 とみなしました。西日本では同じですが、2011 年の地震で動いた東日本では最大 5 m 余り違います"
                    .to_owned(),
            ),
            Self::OldTokyo { operation, accuracy_m } => Some(format!(
                "旧日本測地系から変換しました（{operation}、精度{}）。TKY2JGD の格子ファイル tky2jgd.gsb を KOYU_PROJ_DIR に置くと精度が上がります",
                about(accuracy_m)
            )),
            Self::Other { operation, accuracy_m } => {
                Some(format!("ファイルの定める座標参照系から変換しました（{operation}、精度{}）", about(accuracy_m)))
            }
        }
    }

    /// The same in English.
    pub fn en(&self) -> Option<String> {
        let about =
            |accuracy_m: &Option<f64>| accuracy_m.map_or("unknown".to_owned(), |metres| format!("about {metres} m"));
        match self {
            Self::None => None,
            Self::Jgd2000 { .. } => Some(
                "JGD2000 coordinates were taken as JGD2011: the same in western Japan, up to some 5 m apart in the east, where the ground moved in 2011"
                    .to_owned(),
            ),
            Self::OldTokyo { operation, accuracy_m } => Some(format!(
                "transformed from the old Tokyo datum ({operation}, accuracy {}); the grid file tky2jgd.gsb in KOYU_PROJ_DIR makes it better",
                about(accuracy_m)
            )),
            Self::Other { operation, accuracy_m } => Some(format!(
                "transformed from the coordinate system that the file defines ({operation}, accuracy {})",
                about(accuracy_m)
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_systems_on_the_old_datum_are_not_shifted() {
        let crs = |code| Crs::epsg(code).expect("a known code");
        assert_eq!(
            Shift::between(&crs(4301), &crs(30166), "zone VI", Some(0.0)),
            Shift::None
        );
        assert_eq!(Shift::None.ja(), None);
    }

    #[test]
    fn an_unknown_accuracy_is_said_to_be_unknown() {
        let shift = Shift::Other {
            operation: "Ballpark".to_owned(),
            accuracy_m: None,
        };
        assert!(shift.ja().is_some_and(|note| note.contains("不明")));
        assert!(shift.en().is_some_and(|note| note.contains("unknown")));
    }
}
