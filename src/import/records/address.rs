//! An address from the columns that speak of it.

use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::siting::is_masked;
use crate::import::value::{Municipality, Value};
use crate::record::{Address, MunicipalityCode};

const FIELDS: [&str; 5] = ["address", "municipality", "municipality_code", "town", "prefecture"];

/// Fills the address; fields that the file does not speak of stay.
pub(super) fn fill_address(address: &mut Address, row: &MappedRow, context: &Context) {
    if FIELDS.iter().all(|field| row.value(field).is_none()) {
        return;
    }
    row.put("address", &mut address.text);
    row.put("town", &mut address.town);
    let named = municipality(row, "municipality");
    if let Some(named) = named {
        address.municipality_text = Some(named.text.clone());
    }
    address.municipality = code(
        address.text.as_deref(),
        named,
        municipality(row, "municipality_code"),
        context,
    );
    address.masked = address.text.as_deref().is_some_and(is_masked);
}

fn municipality<'r>(row: &'r MappedRow, field: &str) -> Option<&'r Municipality> {
    match row.value(field) {
        Some(Value::Municipality(municipality)) => Some(municipality),
        _ => None,
    }
}

/// The finest code that the columns agree on: the code's own column, the name, the head of the address.
fn code(
    text: Option<&str>,
    named: Option<&Municipality>,
    coded: Option<&Municipality>,
    context: &Context,
) -> Option<MunicipalityCode> {
    let written = text.and_then(|text| context.places.of_address(text));
    let stated = coded
        .and_then(|coded| coded.code)
        .or_else(|| named.and_then(|named| named.code));
    match (stated, written) {
        // 市外 says where it is not; only the address can say where it is.
        (None, Some(written)) if named.is_some_and(|named| named.outside) => {
            (!context.places.is_in_city(written)).then_some(written)
        }
        (None, written) => written,
        (Some(stated), Some(written)) if context.places.is_ward(written) && stated == context.request.city => {
            Some(written)
        }
        (Some(stated), _) => Some(stated),
    }
}

/// Whether the record lies in the city; nothing where nothing says so.
pub(in crate::import) fn is_in_city(address: &Address, context: &Context) -> Option<bool> {
    if let Some(code) = address.municipality {
        return Some(context.places.is_in_city(code));
    }
    let text = address.municipality_text.as_deref()?;
    // A name that no list knows: a ward may be the city's, a municipality of its own is not.
    let elsewhere = context.places.read(text).outside || text.ends_with(['市', '町', '村']);
    elsewhere.then_some(false)
}
