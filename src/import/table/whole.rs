//! What only the whole file shows: shared positions, shared names, what the file lacks, and the records' ids.

use std::collections::HashMap;

use super::{Outcome, Table, Taken};
use crate::history::{Body, State};
use crate::import::links::Links;
use crate::import::plan::{Absentee, Entry, Fids};
use crate::import::records::Target;
use crate::import::{Finding, Rule, sentence};
use crate::record::PositionAccuracy;
use crate::snapshot::{HasLayer, Snapshot};
use crate::text::match_key;

impl<T: Target> Table<'_, '_, T>
where
    Body: From<T>,
    Snapshot: HasLayer<T>,
{
    pub(super) fn finish(mut self) -> Outcome {
        self.mark_shared_positions();
        if T::NAMES_ARE_TELLING {
            self.report_shared_names();
        }
        let layer = HasLayer::<T>::layer(self.context.snapshot);
        let absent = layer.iter().filter(|item| !self.claimed.contains(&item.fid));
        let missing = absent
            .map(|item| Absentee {
                entity: item.id(),
                key: item.body.key(),
                label: item.body.label().to_owned(),
            })
            .collect();
        let mut fids = Fids::new(self.context.snapshot);
        let mut entries = Vec::with_capacity(self.taken.len());
        let mut links = Links::new(self.context.snapshot);
        for taken in self.taken {
            let Taken {
                row,
                record,
                shape,
                existing,
                links: mapped,
                ..
            } = taken;
            let entity = existing.as_ref().map_or_else(|| fids.take(T::KIND), |item| item.id());
            let before = existing.map(|item| {
                (
                    item.revision,
                    State {
                        body: item.body.clone().into(),
                        shape: item.shape.clone(),
                    },
                )
            });
            entries.push(Entry::new(
                row,
                entity,
                before,
                State {
                    body: record.into(),
                    shape,
                },
            ));
            if let Some(mut mapped) = mapped {
                for link in T::links(&mut mapped, entity, self.context) {
                    links.add(row, link, &mut fids);
                }
                self.findings.append(&mut mapped.findings);
            }
        }
        entries.extend(links.into_entries());
        Outcome {
            rows: self.rows,
            entries,
            missing,
            ambiguous: self.ambiguous,
            refused: self.refused,
            findings: self.findings,
            blank: self.blank,
        }
    }

    /// Several items on one identical point stand for a block, not for a place each.
    fn mark_shared_positions(&mut self) {
        let mut shared: HashMap<(u64, u64), u64> = HashMap::new();
        for point in self.taken.iter().filter_map(|taken| taken.point) {
            *shared.entry(point).or_default() += 1;
        }
        for taken in &mut self.taken {
            let Some(count) = taken
                .point
                .and_then(|point| shared.get(&point))
                .copied()
                .filter(|count| *count > 1)
            else {
                continue;
            };
            if taken.shape.is_some()
                && let Some(Some(position)) = taken.record.position()
            {
                position.accuracy = position.accuracy.max(PositionAccuracy::Block);
            }
            let finding = Finding::new(taken.row, Rule::SharedPosition, sentence::shared_position(count));
            self.findings
                .push(finding.key(taken.record.key().as_deref().or(Some(taken.record.label()))));
        }
    }

    fn report_shared_names(&mut self) {
        let keys: Vec<String> = self.taken.iter().map(|taken| match_key(taken.record.label())).collect();
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for key in &keys {
            *counts.entry(key).or_default() += 1;
        }
        for (taken, key) in self.taken.iter().zip(&keys) {
            let (name, count) = (taken.record.label(), counts[key.as_str()]);
            if count > 1 {
                let message = sentence::duplicate_name(name, count);
                let finding = Finding::new(taken.row, Rule::DuplicateName, message).value(name);
                self.findings
                    .push(finding.key(taken.record.key().as_deref().or(Some(name))));
            }
        }
    }
}
