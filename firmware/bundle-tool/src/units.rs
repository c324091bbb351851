//! How people write shares, spans of time and points in time.

use std::time::{SystemTime, UNIX_EPOCH};

use ferrule_bundle::trust::limits::{SHARE_ALL, TIME_SECONDS_MAX};

/// A share of the devices, `25%` or `0.5%`, in hundredths of a percent.
pub fn share(text: &str) -> Result<u16, String> {
    let wrong = || format!("`{text}` is no share: write 0% to 100%, with at most two decimals");
    let number = text.strip_suffix('%').ok_or_else(wrong)?;
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || whole.len() > 3 || decimals.len() > 2 {
        return Err(wrong());
    }
    let hundredths: u16 = format!("{decimals:0<2}").parse().map_err(|_| wrong())?;
    let whole: u16 = whole.parse().map_err(|_| wrong())?;
    let share = whole * 100 + hundredths;
    if share > SHARE_ALL { Err(wrong()) } else { Ok(share) }
}

/// A share as [`share`] reads it.
pub fn show_share(share: u16) -> String {
    match (share / 100, share % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, hundredths) => format!("{whole}.{hundredths:02}%"),
    }
}

/// A span of time, `90s`, `30m`, `48h` or `365d`, in seconds.
pub fn seconds(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is no span of time: write a whole number and s, m, h or d, such as 48h");
    let unit = match text.bytes().last() {
        Some(b's') => 1,
        Some(b'm') => 60,
        Some(b'h') => 3600,
        Some(b'd') => 86_400,
        _ => return Err(wrong()),
    };
    let number = &text[..text.len() - 1];
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    seconds.filter(|seconds| *seconds <= TIME_SECONDS_MAX).ok_or_else(wrong)
}

/// A span of time in its largest whole unit.
pub fn show_seconds(seconds: u64) -> String {
    let units = [(86_400, "d"), (3600, "h"), (60, "m")];
    let unit = units.into_iter().find(|(unit, _)| seconds > 0 && seconds.is_multiple_of(*unit));
    unit.map_or_else(|| format!("{seconds}s"), |(unit, name)| format!("{}{name}", seconds / unit))
}

/// Seconds since 1970 by this machine's clock, which the times of everything that is signed come from.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A point in time as `2026-11-23 10:15:19 UTC`.
pub fn show_time(seconds: u64) -> String {
    let (day, rest) = (seconds / 86_400, seconds % 86_400);
    // Days since 1970 to a date of the Gregorian calendar, in eras of 400 years that begin in March.
    let shifted = day + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day_of_month:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// A number with its thousands set apart.
pub fn show_number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_to_the_hundredth_and_come_back() {
        for (text, value) in
            [("0%", 0), ("1%", 100), ("0.5%", 50), ("0.05%", 5), ("33.33%", 3333), ("100%", 10_000)]
        {
            assert_eq!(share(text), Ok(value), "{text}");
            assert_eq!(share(&show_share(value)), Ok(value), "{text}");
        }
        for text in ["", "%", "1", "-1%", "+1%", "100.01%", "101%", "0.005%", "1.%", ".5%", "1e1%", "99999%"]
        {
            assert!(share(text).is_err(), "{text}");
        }
    }

    #[test]
    fn spans_have_a_unit() {
        for (text, value) in [("90s", 90), ("30m", 1800), ("48h", 172_800), ("365d", 31_536_000), ("0s", 0)] {
            assert_eq!(seconds(text), Ok(value), "{text}");
            assert_eq!(seconds(&show_seconds(value)), Ok(value), "{text}");
        }
        for text in ["", "s", "1", "-1s", "+1s", "1.5h", "1w", "99999999999999999999s", "9999999999d", "1é"]
        {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_and_numbers_are_readable() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_764_000_000, "2025-11-24 16:00:00 UTC"),
            (4_102_444_800, "2100-01-01 00:00:00 UTC"),
        ] {
            assert_eq!(show_time(seconds), text);
        }
        assert_eq!(show_number(0), "0");
        assert_eq!(show_number(123), "123");
        assert_eq!(show_number(1_234_567), "1,234,567");
    }
}
