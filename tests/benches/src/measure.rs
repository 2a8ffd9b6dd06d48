use std::hint::black_box;
use std::time::{Duration, Instant};

/// One way to do what is measured.
pub struct Contender<'a> {
    name: &'static str,
    batch: Box<dyn FnMut(usize) -> Duration + 'a>,
    size: usize,
    rounds: Vec<f64>,
}

impl<'a> Contender<'a> {
    /// `input` runs before the clock starts, and what `run` gives back is dropped after it has stopped.
    pub fn new<I: 'a, O: 'a>(
        name: &'static str,
        mut input: impl FnMut() -> I + 'a,
        mut run: impl FnMut(I) -> O + 'a,
    ) -> Self {
        let batch = move |size: usize| {
            let inputs: Vec<I> = (0..size).map(|_| input()).collect();
            let mut outputs = Vec::with_capacity(size);
            let start = Instant::now();
            for input in black_box(inputs) {
                outputs.push(run(input));
            }
            let outputs = black_box(outputs);
            let elapsed = start.elapsed();
            drop(outputs);
            elapsed
        };
        Self { name, batch: Box::new(batch), size: 1, rounds: Vec::new() }
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Median over all rounds, in nanoseconds.
    pub fn median(&self) -> f64 {
        median(&self.rounds)
    }

    /// Finds out how many runs make a batch.
    fn warm_up(&mut self) {
        let start = Instant::now();
        while start.elapsed() < WARM_UP {
            // Small enough that inputs and outputs stay in the cache, and long enough for the clock.
            if (self.batch)(self.size) < BATCH && self.size < MAX_BATCH {
                self.size *= 2;
            }
        }
    }

    fn round(&mut self) {
        // What ran before has filled the caches with its own.
        (self.batch)(self.size);
        let start = Instant::now();
        let mut batches = Vec::new();
        while start.elapsed() < ROUND || batches.len() < MIN_BATCHES {
            batches.push((self.batch)(self.size).as_secs_f64() * 1e9 / self.size as f64);
        }
        self.rounds.push(median(&batches));
    }
}

/// Lets the contenders take turns, and gives for each the median of its time over that of the first in the same round.
///
/// The rounds are short: what else the machine does hits all contenders alike.
pub fn ratios(contenders: &mut [Contender<'_>]) -> Vec<f64> {
    contenders.iter_mut().for_each(Contender::warm_up);
    for _ in 0..ROUNDS {
        contenders.iter_mut().for_each(Contender::round);
    }
    let base = &contenders[0].rounds;
    let over_base = |own: &Contender<'_>| {
        let ratios: Vec<f64> = own.rounds.iter().zip(base).map(|(own, base)| own / base).collect();
        median(&ratios)
    };
    contenders.iter().map(over_base).collect()
}

/// A time in words.
pub fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        small if small < 1e3 => format!("{small:.0} ns"),
        middle if middle < 1e6 => format!("{:.2} us", middle / 1e3),
        large => format!("{:.2} ms", large / 1e6),
    }
}

/// # Panics
/// Without figures.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

const WARM_UP: Duration = Duration::from_millis(100);
const BATCH: Duration = Duration::from_micros(50);
const MAX_BATCH: usize = 128;
const ROUNDS: usize = 60;
const ROUND: Duration = Duration::from_millis(4);
const MIN_BATCHES: usize = 3;
