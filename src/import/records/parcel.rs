//! A row of the list of unused land.

use super::address::{fill_address, is_in_city};
use super::{Target, fill_provenance};
use crate::import::Rule;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::value::Value;
use crate::land::{Parcel, Policy};
use crate::record::{Address, Notes, Position};
use crate::text::Message;

impl Target for Parcel {
    fn begin(row: &mut MappedRow, _context: &Context) -> Option<Self> {
        let Some(Value::ParcelNumber(number)) = row.value("number") else {
            return None;
        };
        Some(Parcel::new(number.clone(), row.text("name")?))
    }

    fn fill(&mut self, row: &MappedRow, context: &Context) {
        fill_provenance(&mut self.provenance, row);
        if let Some(Value::ParcelNumber(number)) = row.value("number") {
            self.number.clone_from(number);
        }
        row.put("name", &mut self.name);
        row.put("registered", &mut self.registered);
        row.put("lot_text", &mut self.lot_text);
        row.put("block_text", &mut self.block_text);
        row.put("area_m2", &mut self.area_m2);
        row.put("area_basis", &mut self.area_basis);
        if let Some(Value::Organisation(organisation)) = row.value("organisation") {
            self.organisation.clone_from(organisation);
        }
        row.put("current_use", &mut self.current_use);
        if row.value("current_use").is_some() {
            // 現状 is free text: a spelling that no code has leaves the text alone.
            let text = self.current_use.as_deref().unwrap_or_default();
            self.current_use_codes = context.codes.keys_of("current_uses", text).unwrap_or_default();
        }
        row.put("policy", &mut self.policy);
        row.put("criterion", &mut self.criterion);
        row.put("outlook", &mut self.outlook);
        row.put("lending", &mut self.lending);
        row.put("remarks", &mut self.remarks);
        row.put("remarks_internal", &mut self.remarks_internal);
        row.put("mapnavi_url", &mut self.mapnavi_url);
        row.put("disposal_year", &mut self.disposal_year);
        row.put("zoning", &mut self.zoning);
        row.put("book_value_yen", &mut self.book_value_yen);
        row.put("ledger_number", &mut self.ledger_number);
        fill_address(&mut self.address, row, context);
        self.in_city = is_in_city(&self.address, context).unwrap_or(true);
    }

    fn check(&self, row: &mut MappedRow, _context: &Context) {
        if let (Some(policy), Some(criterion)) = (self.policy, self.criterion)
            && !policy.allows(criterion)
        {
            let message = Message::new(
                format!(
                    "{}は{}の基準です。活用方針は{}となっています。",
                    criterion.ja(),
                    criterion.policy().ja(),
                    policy.ja()
                ),
                format!(
                    "criterion {} belongs to {}, but the policy is {}",
                    criterion.number(),
                    criterion.policy().key(),
                    policy.key()
                ),
            );
            row.find(Rule::CriterionContradictsPolicy, "criterion", message);
        }
        if let Some(text) = self
            .current_use
            .as_deref()
            .filter(|_| self.current_use_codes.is_empty())
        {
            let message = Message::new(
                format!("現状「{text}」はコード表 current_uses にありません。元の文字だけを残します。"),
                format!("the current use {text:?} is not in the code list current_uses; only the text is kept"),
            );
            row.find(Rule::UnmappedCode, "current_use", message);
        }
        let allowed = self.policy.is_some_and(Policy::has_outlook);
        match &self.outlook {
            Some(outlook) if !allowed => {
                let policy = self.policy.map_or("未分類", Policy::ja);
                let message = Message::new(
                    format!("処分目途「{outlook}」は処分検討地にだけ付けられます。活用方針は{policy}です。"),
                    format!("the outlook {outlook:?} belongs to land for disposal only; the policy is {policy}"),
                );
                row.find(Rule::OutlookNotAllowed, "outlook", message);
            }
            None if allowed && row.value("outlook").is_some() => {
                let message = Message::new("処分検討地に処分目途がありません。", "land for disposal has no outlook");
                row.find(Rule::OutlookMissing, "outlook", message);
            }
            _ => {}
        }
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }

    fn position(&mut self) -> Option<&mut Option<Position>> {
        Some(&mut self.position)
    }

    fn address(&self) -> Option<&Address> {
        Some(&self.address)
    }
}
