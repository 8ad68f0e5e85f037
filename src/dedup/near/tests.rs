//! What is taken for a near copy, and what is remembered.

use super::*;
use crate::dedup::Fingerprinter;

const STORY: [&str; 3] = [
    "The harbour council met until late in the evening and put off the question of the barracks again.",
    "Fishermen on the northern quay told visitors that the new patrols had driven the shoals out to sea.",
    "A clerk of the customs house said the papers had been kept in a cellar which flooded every spring.",
];

fn decide(index: &mut NearIndex, text: &str, ordinal: u32, day: Option<i32>) -> Option<NearCopy> {
    let (print, bands) = Fingerprinter::new().fingerprint_and_bands(text);
    let paragraph = NearQuery {
        text,
        bands: &bands.unwrap(),
        print: print.hash,
        ordinal: Ordinal(ordinal),
        day,
    };
    index.decide(&paragraph).unwrap()
}

#[test]
fn a_reworded_paragraph_is_a_copy_of_the_one_that_was_kept() {
    let mut index = NearIndex::new(NearSettings::default());
    for (n, text) in (10..).zip(STORY) {
        assert_eq!(decide(&mut index, text, n, Some(100)), None);
    }
    let copy = STORY[1].replace("told visitors", "told a visitor");
    let found = decide(&mut index, &copy, 20, Some(110)).unwrap();
    assert_eq!(found.of, Ordinal(11));
    assert!(found.similarity > 0.8 && found.similarity < 1.0);
    assert_eq!(
        decide(
            &mut index,
            &copy.replace("had driven", "had not driven"),
            21,
            Some(110)
        ),
        None
    );
    assert_eq!(
        decide(
            &mut index,
            &STORY[2].replace("every spring", "each spring"),
            22,
            Some(115)
        ),
        None,
        "out of the window"
    );
    let undated = STORY[0].replace("met until", "sat until");
    assert_eq!(decide(&mut index, &undated, 23, None), None);
    let again = undated.replace("late in the evening", "late at night");
    let found = decide(&mut index, &again, 24, None).unwrap();
    assert_eq!(
        found.of,
        Ordinal(23),
        "paragraphs without a date know each other alone"
    );
}

/// Two paragraphs that say other names share bands; a copy of the second is found only where all are looked at.
#[test]
fn all_that_share_a_band_are_looked_at() {
    let first = format!("{} {}", STORY[0], STORY[1]);
    let second = first.replace("Fishermen", "Ostby");
    let copy = second.replace("told visitors", "told a visitor");
    let found = [false, true].map(|exhaustive| {
        let mut index = NearIndex::new(NearSettings {
            exhaustive,
            ..NearSettings::default()
        });
        assert_eq!(decide(&mut index, &first, 1, Some(1)), None);
        assert_eq!(decide(&mut index, &second, 2, Some(1)), None);
        decide(&mut index, &copy, 3, Some(1))
    });
    let [first_alone, all] = found;
    assert_eq!(all.map(|c| c.of), Some(Ordinal(2)));
    assert!(first_alone.is_none_or(|c| c.of == Ordinal(2)));
}

#[test]
fn a_window_bounds_what_is_remembered() {
    let settings = NearSettings {
        window: 5,
        ..NearSettings::default()
    };
    for exhaustive in [false, true] {
        window_bounds(NearSettings {
            exhaustive,
            ..settings.clone()
        });
    }
}

fn window_bounds(settings: NearSettings) {
    let mut index = NearIndex::new(settings);
    let text = |n: u32| {
        STORY[n as usize % 3]
            .split(' ')
            .map(|w| format!("{w}{n}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for n in 0..4000 {
        decide(&mut index, &text(n), n, Some((n / 10).cast_signed()));
    }
    assert!(index.len() <= 61, "{}", index.len());
    // One paragraph far behind the others: from then on the window reaches as far back.
    decide(&mut index, &text(9999), 4000, Some(0));
    for n in 4001..5000 {
        decide(&mut index, &text(n), n, Some(400));
    }
    assert!(index.len() > 1000, "{}", index.len());
}

#[test]
fn a_paragraph_costs_at_most_110_bytes() {
    let mut index = NearIndex::new(NearSettings::default());
    for n in 0..60_000u32 {
        let text = (n..n + 12)
            .map(|w| format!("w{}", u64::from(w).wrapping_mul(0x9e37_79b9)))
            .collect::<Vec<_>>()
            .join(" ");
        decide(&mut index, &text, n, Some(0));
        if n > 20_000 && n % 997 == 0 {
            let fixed = index.dated.texts.bytes();
            assert!(
                (index.bytes() - fixed) <= 109 * index.len(),
                "{n}: {}",
                (index.bytes() - fixed) / index.len()
            );
        }
    }
}

/// Every one of these shares its bands with most of the others; none need be compared word by word.
#[test]
fn a_sentence_with_another_name_each_time_is_told_apart_unread() {
    let settings = NearSettings {
        exhaustive: true,
        ..NearSettings::default()
    };
    let mut index = NearIndex::new(settings);
    let mut compared = 0;
    for n in 0..300u32 {
        let name: String = [n / 26, n % 26]
            .iter()
            .filter_map(|&k| char::from_digit(10 + k, 36))
            .collect();
        let text = STORY[0].replace("the barracks", &format!("the Or{name}an barracks"));
        assert_eq!(decide(&mut index, &text, n, Some(100)), None);
        compared += index.dated.candidates.len();
    }
    assert!(compared < 1000, "{compared} of 44,850 pairs were compared");
    let copy = STORY[0].replace("the barracks", "the Oraban barracks");
    let copy = copy.replace("late in the evening", "late at night");
    assert_eq!(
        decide(&mut index, &copy, 300, Some(101)).unwrap().of,
        Ordinal(1)
    );
}

/// Of paragraphs of 17 words with two of them changed, 84 in a hundred would be found if the shingles in common were half of them all.
#[test]
fn short_paragraphs_with_two_words_changed_mostly_share_a_band() {
    let mut state = 1u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        (state >> 33) % below
    };
    let mut shared = 0;
    for _ in 0..2000 {
        let mut words: Vec<String> = (0..19)
            .map(|_| {
                let letters = 2 + next(4) + next(5);
                let letter = |n: u64| char::from_digit(10 + u32::try_from(n).unwrap(), 36).unwrap();
                (0..letters).map(|_| letter(next(26))).collect()
            })
            .collect();
        let others = words.split_off(17);
        let story = words.join(" ");
        for (at, other) in [next(8), 8 + next(9)].into_iter().zip(others) {
            words[usize::try_from(at).unwrap()] = other;
        }
        let bands = |text: &str| Fingerprinter::new().fingerprint_and_bands(text).1.unwrap();
        let (one, other) = (bands(&story), bands(&words.join(" ")));
        shared += usize::from(one.0.iter().zip(other.0).any(|(a, b)| *a == b));
    }
    assert!(shared >= 1800, "{shared} of 2000");
}
