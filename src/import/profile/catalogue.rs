//! The profiles that Koyu knows, and the choice among them.

use std::sync::LazyLock;

use rust_embed::RustEmbed;

use super::{Profile, ProfileError, header_key};
use crate::import::{ImportError, ImportRequest};

#[derive(RustEmbed)]
#[folder = "data/profiles"]
#[include = "*.toml"]
struct Files;

static BUILTIN: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let read = |name: &std::borrow::Cow<'static, str>| {
        let bytes = Files::get(name).expect("a listed file is embedded").data;
        let text = String::from_utf8_lossy(&bytes);
        Profile::parse(name, &text)
            .unwrap_or_else(|error| panic!("a built-in profile is tested to be readable: {error}"))
    };
    names.iter().map(read).collect()
});

/// The profiles of data/profiles, in the order of their ids.
pub fn builtin_profiles() -> &'static [Profile] {
    &BUILTIN
}

/// The profile that was asked for, or the one that fits the header best, with the columns that were mapped by hand.
pub(in crate::import) fn choose(request: &ImportRequest, header: &[String]) -> Result<Profile, ImportError> {
    let known = match &request.profile {
        Some(name) => named(request, name),
        None => fitting(request, header),
    };
    if request.columns.is_empty() {
        return known;
    }
    let base = match known {
        Ok(profile) => Some(profile),
        Err(ImportError::NoProfileFits { .. }) => None,
        Err(error) => return Err(error),
    };
    Ok(Profile::chosen(base, &request.kind, &request.columns)?)
}

/// The profiles of all kinds that fit a header, the best first.
pub(in crate::import) fn candidates(header: &[String]) -> Vec<&'static Profile> {
    let keys: Vec<String> = header.iter().map(|name| header_key(name)).collect();
    let fitting = builtin_profiles().iter();
    let mut scored: Vec<_> = fitting
        .filter_map(|profile| Some((profile.score(&keys)?, profile)))
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, profile)| profile).collect()
}

fn named(request: &ImportRequest, name: &str) -> Result<Profile, ImportError> {
    let profile = match builtin_profiles().iter().find(|profile| profile.id == name) {
        Some(profile) => profile.clone(),
        None if name.ends_with(".toml") => {
            let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
            let unreadable = |error: std::io::Error| ProfileError {
                file: file.to_owned(),
                line: 0,
                reason: error.to_string(),
            };
            Profile::parse(file, &std::fs::read_to_string(name).map_err(unreadable)?)?
        }
        None => {
            return Err(ImportError::UnknownProfile {
                name: name.to_owned(),
                known: known(request),
            });
        }
    };
    if profile.kind == request.kind {
        return Ok(profile);
    }
    let (holds, wanted) = (profile.kind.to_string(), request.kind.to_string());
    Err(ImportError::WrongKind {
        profile: profile.id,
        holds,
        wanted,
    })
}

fn fitting(request: &ImportRequest, header: &[String]) -> Result<Profile, ImportError> {
    let keys: Vec<String> = header.iter().map(|name| header_key(name)).collect();
    let candidates = builtin_profiles().iter().filter(|profile| profile.kind == request.kind);
    let best = candidates
        .filter_map(|profile| Some((profile.score(&keys)?, profile)))
        .max_by_key(|(score, _)| *score);
    best.map(|(_, profile)| profile.clone())
        .ok_or_else(|| ImportError::NoProfileFits {
            file: request.display_name(),
            header: header.to_vec(),
            known: known(request),
        })
}

fn known(request: &ImportRequest) -> Vec<String> {
    let fitting = builtin_profiles().iter().filter(|profile| profile.kind == request.kind);
    fitting.map(|profile| profile.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_is_readable_and_fits_its_own_header() {
        for profile in builtin_profiles() {
            let fixed = profile.columns.iter().filter_map(|column| column.names.first());
            let header: Vec<String> = fixed.map(|name| name.replace('*', "2020")).collect();
            let request = ImportRequest::new(profile.kind.clone(), "a.csv");
            let chosen = choose(&request, &header).unwrap_or_else(|error| panic!("{}: {error}", profile.id));
            assert_eq!(chosen.id, profile.id);
        }
    }

    #[test]
    fn ids_are_those_of_the_files() {
        let ids: Vec<String> = builtin_profiles()
            .iter()
            .map(|profile| format!("{}.toml", profile.id))
            .collect();
        let mut names: Vec<String> = Files::iter().map(|name| name.into_owned()).collect();
        names.sort();
        assert_eq!(ids, names);
    }
}
