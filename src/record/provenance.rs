//! Whether a record states a fact or an invention. The two never mix.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// From a file that somebody imported, or entered by a person.
    #[default]
    Source,
    /// A published figure shipped with the demo.
    DemoFact,
    /// 架空: made up by the demo generator.
    DemoInvented,
}

impl Provenance {
    pub fn key(self) -> &'static str {
        match self {
            Provenance::Source => "source",
            Provenance::DemoFact => "demo_fact",
            Provenance::DemoInvented => "demo_invented",
        }
    }
}
