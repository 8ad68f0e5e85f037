//! Numbers as features see them: in a few steps, for which weights can be learned.

/// Names of steps.
const NAMES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// The step of a number: how many of the bounds, which ascend, it has reached.
pub(super) fn step(number: f32, bounds: &[f32]) -> &'static str {
    NAMES[bounds
        .partition_point(|b| *b <= number)
        .min(NAMES.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_belongs_to_the_step_that_it_opens() {
        let bounds = [0.1, 0.5];
        assert_eq!(
            [0.0, 0.1, 0.4, 0.5, 7.0].map(|n| step(n, &bounds)),
            ["0", "1", "1", "2", "2"]
        );
        assert_eq!(step(99.0, &[1.0; 20]), "9");
    }
}
