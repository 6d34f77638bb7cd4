//! What happens between the sums of products.

use crate::Table;
use ndarray::ArrayViewMut1;

/// The Gaussian error linear unit (D. Hendrycks and K. Gimpel, 2016), in place.
pub(crate) fn gelu(values: &mut Table) {
    values.mapv_inplace(|value| value * 0.5 * (1.0 + erf(value * std::f32::consts::FRAC_1_SQRT_2)));
}

/// The error function, within 4e-7: the quotient of two polynomials that Eigen has (`generic_fast_erf_float`), without
/// a branch, so that several are worked out at once.
fn erf(x: f32) -> f32 {
    const ABOVE: [f32; 7] = [
        -2.726_142_3e-10,
        2.770_681_4e-8,
        -2.101_024e-6,
        -5.692_506_4e-5,
        -7.349_906_5e-4,
        -2.954_6e-3,
        -1.609_603_3e-2,
    ];
    const BELOW: [f32; 5] =
        [-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329_2e-3, -1.426_473_9e-2];
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let sum = |list: &[f32]| list.iter().fold(0.0, |sum, next| sum * square + next);
    x * sum(&ABOVE) / sum(&BELOW)
}

/// Odds of scores, in place.
pub(crate) fn softmax(mut scores: ArrayViewMut1<'_, f32>) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.mapv_inplace(|score| (score - top).exp());
    let sum = scores.sum();
    scores.mapv_inplace(|power| power / sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_is_near_enough() {
        for step in -600_i16..=600 {
            let x = f32::from(step) / 100.0;
            assert!((erf(x) - libm::erff(x)).abs() < 4e-7, "{x}: {} and {}", erf(x), libm::erff(x));
        }
    }

    #[test]
    fn softmax_sums_to_one() {
        let mut scores = ndarray::arr1(&[1000.0, 1000.0, -1000.0]);
        softmax(scores.view_mut());
        assert_eq!(scores.to_vec(), [0.5, 0.5, 0.0]);
    }
}
