//! A whole number split by weights, nothing lost: largest remainders.

/// Splits `total` in proportion to the weights. Ties go to the earlier one.
pub fn apportion(total: u64, weights: &[f64]) -> Vec<u64> {
    let sum: f64 = weights.iter().sum();
    let quotas: Vec<f64> = weights.iter().map(|weight| total as f64 * weight / sum).collect();
    let mut parts: Vec<u64> = quotas.iter().map(|quota| quota.floor() as u64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| quotas[*b].fract().total_cmp(&quotas[*a].fract()));
    let left = total.saturating_sub(parts.iter().sum());
    for at in order.into_iter().cycle().take(left as usize) {
        parts[at] += 1;
    }
    parts
}

/// One entry for each part of an apportionment: item 0 as often as its share says, then item 1 …
pub fn spread<T: Copy>(total: u32, items: &[(T, f64)]) -> Vec<T> {
    let weights: Vec<f64> = items.iter().map(|(_, weight)| *weight).collect();
    apportion(u64::from(total), &weights)
        .into_iter()
        .zip(items)
        .flat_map(|(count, (item, _))| std::iter::repeat_n(*item, count as usize))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_that_add_up_to_the_total_come_back() {
        assert_eq!(apportion(505, &[296.0, 32.0, 177.0]), [296, 32, 177]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(total in 0_u64..100_000, weights in proptest::collection::vec(0.1..50.0f64, 1..40)) {
            prop_assert_eq!(apportion(total, &weights).iter().sum::<u64>(), total);
        }
    }
}
