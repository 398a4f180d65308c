//! Which 分類基準 and 処分目途 a 活用方針 may have, as land_policies.toml says.

use super::vocabularies::Vocabularies;

impl Vocabularies {
    /// Whether a parcel of the policy may have the criterion; both are keys.
    pub fn criterion_allowed(&self, policy: &str, criterion: &str) -> bool {
        let policy = self.list("land_policies").and_then(|list| list.by_key(policy));
        policy.is_some_and(|policy| policy.texts("criteria").any(|allowed| allowed == criterion))
    }

    /// Whether a parcel of the policy may have a 処分目途.
    pub fn outlook_allowed(&self, policy: &str) -> bool {
        matches!(self.outlook_rule(policy), Some("required" | "optional"))
    }

    /// Whether a parcel of the policy must have a 処分目途.
    pub fn outlook_required(&self, policy: &str) -> bool {
        self.outlook_rule(policy) == Some("required")
    }

    fn outlook_rule(&self, policy: &str) -> Option<&str> {
        self.list("land_policies")?.by_key(policy)?.text("outlook")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_criterion_belongs_to_one_policy() {
        let vocabularies = Vocabularies::embedded();
        for (policy, allowed) in [("disposal", 1..=3), ("retain", 4..=6), ("project", 7..=9)] {
            for number in 1..=9 {
                let criterion = format!("c{number}");
                assert_eq!(
                    vocabularies.criterion_allowed(policy, &criterion),
                    allowed.contains(&number),
                    "{criterion}"
                );
            }
        }
        assert!(!vocabularies.criterion_allowed("unclassified", "c1"));
        assert!(!vocabularies.criterion_allowed("no_such_policy", "c1"));
    }

    #[test]
    fn only_land_to_be_disposed_of_has_an_outlook_and_it_needs_one() {
        let vocabularies = Vocabularies::embedded();
        assert!(vocabularies.outlook_allowed("disposal") && vocabularies.outlook_required("disposal"));
        for policy in ["retain", "project", "unclassified", "no_such_policy"] {
            assert!(!vocabularies.outlook_allowed(policy) && !vocabularies.outlook_required(policy));
        }
    }
}
