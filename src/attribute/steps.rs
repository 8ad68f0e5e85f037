//! Numbers as features see them: in a few steps, for which weights can be learned.

use super::part::Part;

/// Names of steps.
const NAMES: [Part<'static>; 10] = [
    Part::of("0"),
    Part::of("1"),
    Part::of("2"),
    Part::of("3"),
    Part::of("4"),
    Part::of("5"),
    Part::of("6"),
    Part::of("7"),
    Part::of("8"),
    Part::of("9"),
];

/// The name of a step, the last for all that are beyond it.
pub(super) fn name(step: usize) -> Part<'static> {
    NAMES[step.min(NAMES.len() - 1)]
}

/// The step of a number: how many of the bounds, which ascend, it has reached.
pub(super) fn step(number: f32, bounds: &[f32]) -> Part<'static> {
    name(bounds.partition_point(|b| *b <= number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_belongs_to_the_step_that_it_opens() {
        let bounds = [0.1, 0.5];
        assert_eq!(
            [0.0, 0.1, 0.4, 0.5, 7.0].map(|n| step(n, &bounds).text),
            ["0", "1", "1", "2", "2"]
        );
        assert_eq!(step(99.0, &[1.0; 20]).text, "9");
    }
}
