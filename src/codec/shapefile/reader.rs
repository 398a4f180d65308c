//! Shapes and attributes side by side.

use std::fs::File;
use std::path::Path;

use tempfile::TempDir;

use super::dbf::{Dbf, Record};
use super::parts::Parts;
use super::shapes::Shapes;
use crate::codec::{
    Charset, Field, Format, Header, Limits, OpenOptions, Place, ReadCode, ReadError, Row, RowReader, names,
};

struct ShpReader {
    header: Header,
    shapes: Shapes,
    dbf: Dbf,
    charset: Charset,
    number: u64,
    limits: Limits,
    /// Keeps unpacked files until the end.
    _folder: Option<TempDir>,
}

pub(in crate::codec) fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let mut parts = Parts::find(path, options)?;
    let index = parts.beside("shx").and_then(|path| File::open(path).ok());
    let shapes = Shapes::open(parts.shp()?, index, options.limits)?;
    let dbf_path = parts.beside("dbf").ok_or_else(missing_dbf)?;
    let mut dbf = Dbf::open(&dbf_path)?;
    let mut header = Header::new(Format::Shapefile);
    header.geometry = true;
    let charset = charset(&parts, options, &mut dbf, &mut header)?;
    header.encoding = Some(charset);
    let columns: Vec<Field> = dbf.fields.iter().map(|field| field.field(charset)).collect();
    if columns.len() > options.limits.columns {
        return Err(ReadError::file(
            ReadCode::TooManyColumns,
            format!("列が {} を超えています。", options.limits.columns),
            format!("There are more than {} columns.", options.limits.columns),
        ));
    }
    let (unique, notes) = names::unique(columns.iter().map(|field| field.name.as_str()));
    header.notes.extend(notes);
    header.fields = unique
        .into_iter()
        .zip(&columns)
        .map(|(name, column)| Field::new(name, column.kind))
        .collect();
    header.crs = crs(&parts);
    if header.crs.is_none() {
        header.note(
            ".prj がないので座標系が分かりません。",
            "Without a .prj the reference system is unknown.",
        );
    }
    if shapes.flattened {
        header.note_flattened();
    }
    if dbf.fields.iter().any(super::dbf::DbfField::is_memo) {
        header.note("メモ型の列は読み込みません。", "Columns of memos are not read.");
    }
    header.table = parts.table.take();
    header.tables = std::mem::take(&mut parts.tables);
    Ok(Box::new(ShpReader {
        header,
        shapes,
        dbf,
        charset,
        number: 0,
        limits: options.limits,
        _folder: parts.folder.take(),
    }))
}

fn missing_dbf() -> ReadError {
    ReadError::file(
        ReadCode::MissingDbf,
        "属性を持つ .dbf がありません。同じ名前の .shp .shx .dbf .prj を揃えるか、zip にまとめてください。",
        "The .dbf with the attributes is missing. Keep .shp, .shx, .dbf and .prj together, or zip them.",
    )
}

/// The caller's word, the .cpg, the language byte, or what the bytes look like; in this order.
fn charset(parts: &Parts, options: &OpenOptions, dbf: &mut Dbf, header: &mut Header) -> Result<Charset, ReadError> {
    if let Some(charset) = options.encoding {
        return Ok(charset);
    }
    if let Some(label) = parts.text("cpg") {
        match label.parse() {
            Ok(charset) => return Ok(charset),
            Err(_) => header.note(
                format!(".cpg の文字コード「{label}」は分からないので、内容から判断します。"),
                format!("The encoding “{label}” in the .cpg is unknown; the content decides."),
            ),
        }
    }
    // 0x13 and 0x7B are Shift_JIS under DOS and Windows; other values are set without thought.
    if matches!(dbf.language, 0x13 | 0x7b) {
        return Ok(Charset::Cp932);
    }
    Ok(Charset::of_sample(&dbf.sample()?))
}

/// The code, where one of the companions ends with it; otherwise the text of the .prj.
fn crs(parts: &Parts) -> Option<String> {
    let (prj, qpj) = (parts.text("prj"), parts.text("qpj"));
    let code = [&prj, &qpj].into_iter().flatten().find_map(|wkt| code(wkt));
    code.or(prj).or(qpj)
}

fn code(wkt: &str) -> Option<String> {
    let (_, last) = wkt.rsplit_once("AUTHORITY[\"EPSG\",")?;
    let digits = last
        .trim_end_matches([']', '"', ' ', '\n', '\r'])
        .trim_start_matches('"');
    digits.parse::<u32>().is_ok().then(|| format!("EPSG:{digits}"))
}

impl ShpReader {
    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        loop {
            let shape = self.shapes.next_shape()?;
            let number = self.number + 1;
            let record = self.dbf.next_record()?;
            let (shape, record) = match (shape, record) {
                (None, None) => return Ok(None),
                (Some(shape), Some(record)) => (shape, record),
                (None, Some(_)) => return Err(uneven(number, ".shp")),
                (Some(_), None) => return Err(uneven(number, ".dbf")),
            };
            self.number = number;
            if number > self.limits.rows {
                return Err(ReadError::too_many_rows(Place::Record(number), self.limits.rows));
            }
            let Record::Live(bytes) = record else {
                continue;
            };
            let bytes = bytes.to_vec();
            let cells = self
                .dbf
                .fields
                .iter()
                .map(|field| field.cell(&bytes, self.charset, number))
                .collect::<Result<_, _>>()?;
            let mut row = Row::new(number, cells);
            row.set_geometry(shape);
            return Ok(Some(row));
        }
    }
}

fn uneven(number: u64, part: &str) -> ReadError {
    ReadError::new(
        ReadCode::Truncated,
        Place::Record(number),
        format!("{part} がここで終わり、.shp と .dbf の件数が合いません。一式を入手し直してください。"),
        format!("The {part} ends here: .shp and .dbf differ in length. Get the whole set again."),
    )
}

impl RowReader for ShpReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        self.row().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_at_the_end_names_the_system() {
        let geographic = r#"GEOGCS["JGD2000",DATUM["x",AUTHORITY["EPSG","6612"]],AUTHORITY["EPSG","4612"]]"#;
        assert_eq!(code(geographic).as_deref(), Some("EPSG:4612"));
        let without = r#"GEOGCS["JGD2000",DATUM["x",AUTHORITY["EPSG","6612"]],UNIT["Degree",1]]"#;
        assert_eq!(code(without), None);
    }
}
