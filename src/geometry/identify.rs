//! Recognising the coordinate system of a `.prj` file by what it defines rather than by what it is called.
#![expect(
    unsafe_code,
    reason = "the proj crate does not offer PROJ's identification; every handle is owned by a type with Drop"
)]

use std::ffi::{CStr, CString};
use std::ptr;

use proj_sys::{PJ, PJ_CONTEXT, PJ_OBJ_LIST};

use super::database;

/// PROJ's measure: 100 is the same name and definition, 90 the same definition under another name, 70 the same
/// definition up to a name of the datum; 25 shares little more than the projection.
const CONFIDENCE_AT_LEAST: i32 = 70;

/// The EPSG code of a definition in WKT, best match first; none where PROJ knows no equal.
pub(super) fn identify(wkt: &str) -> Option<u32> {
    // PROJ would also take a file name, a URL or a pipeline: a .prj file must not reach that far.
    if !wkt.contains('[') {
        return None;
    }
    let wkt = CString::new(wkt).ok()?;
    database::prepare().ok()?;
    let context = Context::new()?;
    // SAFETY: context and text are alive; warnings and options are not asked for, which null says.
    let definition = unsafe {
        proj_sys::proj_create_from_wkt(context.0, wkt.as_ptr(), ptr::null(), ptr::null_mut(), ptr::null_mut())
    };
    let definition = Object::new(definition)?;
    Matches::of(&context, &definition)?.best(&context)
}

struct Context(*mut PJ_CONTEXT);

impl Context {
    fn new() -> Option<Self> {
        // SAFETY: no precondition; null is checked.
        let context = unsafe { proj_sys::proj_context_create() };
        (!context.is_null()).then_some(Self(context))
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: made by proj_context_create; objects made in it are locals declared later, so dropped earlier.
        unsafe { proj_sys::proj_context_destroy(self.0) };
    }
}

struct Object(*mut PJ);

impl Object {
    fn new(object: *mut PJ) -> Option<Self> {
        (!object.is_null()).then_some(Self(object))
    }

    fn epsg(&self) -> Option<u32> {
        // SAFETY: the object is alive; the texts belong to it and are read before it is dropped.
        unsafe {
            let authority = proj_sys::proj_get_id_auth_name(self.0, 0);
            let code = proj_sys::proj_get_id_code(self.0, 0);
            if authority.is_null() || code.is_null() || CStr::from_ptr(authority) != c"EPSG" {
                return None;
            }
            CStr::from_ptr(code).to_str().ok()?.parse().ok()
        }
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        // SAFETY: given by PROJ to its caller and destroyed once.
        unsafe { proj_sys::proj_destroy(self.0) };
    }
}

struct Matches {
    list: *mut PJ_OBJ_LIST,
    confidences: *mut i32,
}

impl Matches {
    fn of(context: &Context, definition: &Object) -> Option<Self> {
        let mut confidences = ptr::null_mut();
        // SAFETY: all handles are alive; PROJ writes one number per match into a list that Drop frees.
        let list = unsafe {
            proj_sys::proj_identify(
                context.0,
                definition.0,
                c"EPSG".as_ptr(),
                ptr::null(),
                &raw mut confidences,
            )
        };
        (!list.is_null()).then_some(Self { list, confidences })
    }

    fn best(&self, context: &Context) -> Option<u32> {
        // SAFETY: the list is alive; `confidences` has as many numbers as the list has matches.
        let matches = unsafe {
            let count = proj_sys::proj_list_get_count(self.list);
            (0..count).filter(|at| *self.confidences.add(*at as usize) >= CONFIDENCE_AT_LEAST)
        };
        // SAFETY: the index is below the count; the caller owns what it is given.
        matches
            .filter_map(|at| Object::new(unsafe { proj_sys::proj_list_get(context.0, self.list, at) }))
            .find_map(|object| object.epsg())
    }
}

impl Drop for Matches {
    fn drop(&mut self) {
        // SAFETY: both were given by proj_identify and are freed once; a null list of numbers is allowed.
        unsafe {
            proj_sys::proj_list_destroy(self.list);
            proj_sys::proj_int_list_destroy(self.confidences);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A transverse Mercator in ESRI's WKT, as shapefiles carry it.
    fn plane(name: &str, datum: &str, spheroid: &str, latitude: f64, longitude: f64) -> String {
        format!(
            r#"PROJCS["{name}",GEOGCS["GCS_{datum}",DATUM["D_{datum}",SPHEROID[{spheroid}]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{longitude:?}],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",{latitude:?}],UNIT["Meter",1.0]]"#
        )
    }

    const GRS80: &str = r#""GRS_1980",6378137.0,298.257222101"#;
    const BESSEL: &str = r#""Bessel_1841",6377397.155,299.1528128"#;

    #[test]
    fn zones_are_known_by_their_definition() {
        assert_eq!(
            identify(&plane("JGD_2011_Japan_Zone_6", "JGD_2011", GRS80, 36.0, 136.0)),
            Some(6674)
        );
        assert_eq!(
            identify(&plane("JGD_2000_Japan_Zone_6", "JGD_2000", GRS80, 36.0, 136.0)),
            Some(2448)
        );
        let nine = plane("JGD_2011_Japan_Zone_9", "JGD_2011", GRS80, 36.0, 139.8333333333333);
        assert_eq!(identify(&nine), Some(6677));
    }

    #[test]
    fn a_grid_with_a_name_of_its_own_is_known_by_its_definition() {
        assert_eq!(
            identify(&plane("大阪市の座標", "Tokyo", BESSEL, 36.0, 136.0)),
            Some(30166)
        );
    }

    #[test]
    fn a_grid_that_is_none_of_japans_is_not_forced_into_one() {
        assert_eq!(identify(&plane("Japan_Zone_6", "Tokyo", BESSEL, 35.0, 135.0)), None);
    }

    #[test]
    fn what_is_no_wkt_never_reaches_proj() {
        for text in [
            "",
            "[",
            "+proj=pipeline +step +init=epsg:6668",
            "/etc/passwd",
            "GEOGCS[\0]",
        ] {
            assert_eq!(identify(text), None, "{text:?}");
        }
    }
}
