//! Makes sequences short that show something.

/// Leaves out runs of operations, long ones first, for as long as the rest still shows something like what was found.
pub(crate) fn shorten<Operation: Clone, Found>(
    mut operations: Vec<Operation>,
    mut found: Found,
    mut shows: impl FnMut(&[Operation], &Found) -> Option<Found>,
) -> (Vec<Operation>, Found) {
    let mut run = operations.len().div_ceil(2);
    while run > 0 {
        let mut at = 0;
        while at < operations.len() {
            let mut fewer = operations.clone();
            fewer.drain(at..(at + run).min(operations.len()));
            match shows(&fewer, &found) {
                Some(still) => (operations, found) = (fewer, still),
                None => at += run,
            }
        }
        run /= 2;
    }
    (operations, found)
}

#[test]
fn what_is_not_needed_is_left_out() {
    let shows = |numbers: &[u32], _: &u32| {
        let all = [7, 30].iter().all(|needed| numbers.contains(needed));
        all.then(|| numbers.iter().sum())
    };

    let (short, sum) = shorten((0..50).collect(), 0, shows);

    assert_eq!((short, sum), (vec![7, 30], 37));
}
