//! What rows say of one another: no number twice, nothing named that is not there, no record without its row.

use std::collections::{HashMap, HashSet};

use super::chain::Logged;
use super::rows::Seen;
use super::{Fault, Report};
use crate::record::{EntityId, Kind};

/// `read`: the kinds whose tables could be read; of the others nothing is known.
pub(super) fn compare(seen: &[Seen], read: &[Kind], report: &mut Report) {
    let there: HashSet<EntityId> = seen.iter().map(|seen| seen.entity).collect();
    let mut holders: HashMap<(Kind, &str), EntityId> = HashMap::new();
    let absent = |to: &&EntityId| read.contains(&to.kind) && !there.contains(to);
    for row in seen {
        for to in row.refers_to.iter().filter(absent) {
            let fault = Fault::new(
                "reference",
                format!("{to} を指していますが、{to} はありません"),
                format!("names {to}, which is not there"),
            );
            report.faults.push(fault.record(row.entity));
        }
        let Some(key) = &row.key else { continue };
        if let Some(holder) = holders.insert((row.entity.kind, key), row.entity) {
            let fault = Fault::new(
                "key",
                format!("番号 {key} は {holder} と重なっています"),
                format!("the number {key} is that of {holder} too"),
            );
            report.faults.push(fault.record(row.entity).column("record_key"));
        }
    }
}

/// Records of the log that no row was found for, in tables that could be read.
pub(super) fn missing(logged: &HashMap<EntityId, Logged>, read: &[Kind], report: &mut Report) {
    let mut missing: Vec<EntityId> = logged.keys().copied().filter(|id| read.contains(&id.kind)).collect();
    missing.sort_unstable();
    for id in missing {
        let fault = Fault::new("row", "行がありません", "the row is missing");
        report.faults.push(fault.record(id));
    }
}
