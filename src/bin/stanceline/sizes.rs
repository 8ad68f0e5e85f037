//! Numbers with units, as they are typed and as they are written in settings.

use serde::{Deserialize, Deserializer};

/// A size as typed: bytes, or with kB, MB, GB, TB in powers of ten.
pub(crate) fn size(typed: &str) -> Result<u64, String> {
    let number = typed.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match typed[number.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "t" | "tb" => 1_000_000_000_000,
        other => return Err(format!("{other} is no unit: kB, MB, GB or TB")),
    };
    number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(unit))
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| {
            "a size is a whole number of bytes above 0, or one with a unit, such as 200MB"
                .to_owned()
        })
}

/// A size of something that has to fit into memory.
pub(crate) fn bytes(typed: &str) -> Result<usize, String> {
    usize::try_from(size(typed)?).map_err(|_| "more than this machine can address".to_owned())
}

/// The same in a file of settings, where a plain number is bytes too.
pub(crate) fn written_bytes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<usize>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(u64),
        Text(String),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Number(number) => number.to_string(),
        Written::Text(text) => text,
    };
    bytes(&text).map(Some).map_err(serde::de::Error::custom)
}

/// A share as typed: 2% or 0.02.
pub(crate) fn share(typed: &str) -> Result<f64, String> {
    let (number, part) = match typed.strip_suffix('%') {
        Some(number) => (number, 0.01),
        None => (typed, 1.0),
    };
    let share = number.trim().parse::<f64>().ok().map(|n| n * part);
    share
        .filter(|s| (0.0..=1.0).contains(s))
        .ok_or_else(|| "a share is 0% to 100%, or 0 to 1".to_owned())
}

/// A probability as typed.
pub(crate) fn probability(typed: &str) -> Result<f64, String> {
    let number = typed.parse::<f64>().ok();
    number
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "it is a probability, 0 to 1".to_owned())
}

/// A figure with three significant digits, and all that stand before the point.
pub(crate) fn significant(figure: f64) -> String {
    if figure == 0.0 || !figure.is_finite() {
        return figure.to_string();
    }
    let mut decimals = 0;
    let mut scaled = figure.abs();
    while scaled < 100.0 && decimals < 9 {
        scaled *= 10.0;
        decimals += 1;
    }
    format!("{figure:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_shares_are_read() {
        assert_eq!(size("200MB"), Ok(200_000_000));
        assert_eq!(size("17"), Ok(17));
        assert!(size("1.5GB").is_err() && size("9 lots").is_err() && size("").is_err());
        assert!(size("99999999TB").is_err() && size("0").is_err());
        assert_eq!(bytes("64kB"), Ok(64_000));
        assert_eq!(share("2%"), Ok(0.02));
        assert_eq!(share("0.5"), Ok(0.5));
        assert!(share("101%").is_err() && share("x").is_err() && share("NaN").is_err());
        assert_eq!(probability("1"), Ok(1.0));
        assert!(probability("7").is_err() && probability("NaN").is_err());
    }

    #[test]
    fn figures_keep_three_digits() {
        for (figure, text) in [
            (0.614_25, "0.614"),
            (1.476, "1.48"),
            (387.62, "388"),
            (12_345.6, "12346"),
            (0.000_412_7, "0.000413"),
            (0.0, "0"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(significant(figure), text);
        }
    }
}
