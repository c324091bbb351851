//! Ten digits of three by five squares: how the code is shown where there is no font to write it with.

/// Squares of a digit across and down.
pub(super) const DIGIT_SIZE: (u32, u32) = (3, 5);

/// Rows from the top; the highest of the three bits is the left square.
const DIGITS: [[u8; 5]; 10] = [
    [7, 5, 5, 5, 7],
    [2, 6, 2, 2, 7],
    [7, 1, 7, 4, 7],
    [7, 1, 7, 1, 7],
    [5, 5, 7, 1, 1],
    [7, 4, 7, 1, 7],
    [7, 4, 7, 5, 7],
    [7, 1, 1, 1, 1],
    [7, 5, 7, 5, 7],
    [7, 5, 7, 1, 7],
];

/// The squares of a number's digits, column and row, with one empty column between digits.
pub(super) fn squares(number: u8) -> impl Iterator<Item = (u32, u32)> {
    let text = number.to_string().into_bytes();
    (0..).zip(text).flat_map(|(place, digit): (u32, u8)| {
        let rows = DIGITS[usize::from(digit - b'0')];
        (0..DIGIT_SIZE.1).zip(rows).flat_map(move |(row, bits)| {
            let columns =
                (0..DIGIT_SIZE.0).filter(move |column| bits >> (DIGIT_SIZE.0 - 1 - column) & 1 == 1);
            columns.map(move |column| (place * (DIGIT_SIZE.0 + 1) + column, row))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(number: u8) -> Vec<String> {
        let squares: Vec<_> = squares(number).collect();
        let row = |y| (0..11).map(|x| if squares.contains(&(x, y)) { '#' } else { ' ' }).collect::<String>();
        (0..DIGIT_SIZE.1).map(|y| row(y).trim_end().to_owned()).collect()
    }

    #[test]
    fn digits_can_be_read() {
        assert_eq!(drawn(13), [" #  ###", "##    #", " #  ###", " #    #", "### ###"]);
        assert_eq!(drawn(255), ["### ### ###", "  # #   #", "### ### ###", "#     #   #", "### ### ###"]);
    }
}
