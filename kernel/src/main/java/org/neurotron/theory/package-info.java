/**
 * What training will do, before it is done: {@link org.neurotron.theory.ExpectedError} says what to expect of the
 * error, close to what runs do, from the moments of an update near w*; {@link org.neurotron.theory.Theorem} says what
 * is guaranteed: Theorem 1, Lemma 1 and the bounds on the risk as numbers. Is a configuration covered, which learning
 * rate does the theorem prescribe, how many steps does it take, how much attack does it bear?
 *
 * <h2>From the proof to a number of steps</h2>
 *
 * <p>The paper gives the number of steps up to a constant. It follows from this recursion, a
 * reconstruction of the proof (which is in a supplement) that reproduces the printed η, C and C₂.
 * Let Δ = w − w* before a step, e_j = v_j − f_w(x_j) the residuals of the batch, and g = M (1/b) Σ_j e_j x_j, so that
 * <pre>
 *   ‖Δ + ηg‖² = ‖Δ‖² + 2η Δᵀg + η²‖g‖².
 * </pre>
 *
 * <p><i>The linear term.</i> As x and −x have the same law, E σ(wᵀA x) x = ½(1+α) E[xxᵀ]Aᵀw, so the residuals of the
 * true labels give E Δᵀg = −½(1+α) Δᵀ(ĀΣMᵀ)Δ ≤ −½(1+α) λ₁‖Δ‖². Only the symmetric part of ĀΣMᵀ counts here, which is
 * why λ₁ is the smallest eigenvalue of that. The attack adds at most θ λ₂β₁‖Δ‖, and 2θ‖Δ‖ ≤ θ² + ‖Δ‖².
 *
 * <p><i>The quadratic term.</i> ‖g‖ ≤ λ₂ ‖(1/b) Σ_j e_j x_j‖. By |σ(y) − σ(z)| ≤ (1+α)|y − z| and Jensen's inequality
 * |e_j| ≤ (1+α)√λ₃ ‖Δ‖‖x_j‖ + θ·[attacked]. In E‖Σ_j e_j x_j‖² the b terms with equal and the b(b−1) with different
 * indices are bounded separately (the samples are independent), and the products 2(1+α)√λ₃‖Δ‖θ by the sum of the
 * squares. This gives, with
 * <pre>
 *   B = (β₁m₂ + m₂²)(1 − 1/b) + (β₃ + m₄)/b,     K = (1+α)² λ₃ B,
 *   D = (β₁² + β₁m₂)(1 − 1/b) + (β₂ + β₃)/b,     a = β₁ c_to = (1+α)λ₁/λ₂ − β₁,
 * </pre>
 * for the expectation over all randomness
 * <pre>
 *   E‖Δ'‖² ≤ (1 − ηλ₂a + η²λ₂²K) E‖Δ‖² + θ² (ηλ₂β₁ + η²λ₂²D).
 * </pre>
 *
 * <p>With the prescribed η = a / (γ λ₂ K) this is E‖Δ'‖² ≤ ρ E‖Δ‖² + A, where
 * <pre>
 *   ρ = 1 − (a²/K)(γ−1)/γ²,     A/(1−ρ) = F = θ² (D/K + γ/c_to) / (γ − 1) = θ² / c_rate,
 *   E‖w_T − w*‖² ≤ F + ρᵀ (‖w₁ − w*‖² − F)     after T steps.
 * </pre>
 * By Markov's inequality ‖w_T − w*‖ ≤ ε with probability at least 1 − δ once the right side is at most ε²δ, that is for
 * <pre>
 *   T ≥ ln[(‖w₁ − w*‖² − F) / (ε²δ − F)] / (−ln ρ).
 * </pre>
 * F &lt; ε²δ if and only if γ &gt; C₂ (with K multiplied into the whole bracket of the printed C₂), which confirms that
 * reading. Without an attack F = 0, a = (1+α)λ₁/λ₂, B = m₂²(1 − 1/b) + m₄/b, a²/K = C, and η is that of the theorem's
 * first case. γ = 2 then contracts most.
 *
 * <h2>Where this differs from what is printed</h2>
 * <ul>
 * <li>The printed c_rate has (m₂+m₃)/((1+α)²λ₃(m₃+m₄)) where the recursion has D/K. That is D/K for b = 1 and β(x) = 1
 *     and larger than it for smaller constant β and b = 1; but for b &gt; 1 and β near 1 it is smaller, and the printed
 *     bound then does not follow from this recursion. Here c_rate is (γ−1)/(D/K + γ/c_to); {@link Prescription} has
 *     the printed one beside it.</li>
 * <li>The theorem's γ &gt; max{C, 1} and γ &gt; max{a²/K, C₂}: m₄ ≥ m₂² and λ₁ ≤ √λ₃ λ₂ m₂ make C ≤ 1 and a²/K ≤ 1
 *     &lt; C₂, so the first of each pair never decides.</li>
 * <li>Lemma 1 agrees with the general formula (λ₁ = σ², λ₂ = 1, β₁ = βm₁). Of what follows from it in §3.4, inequality
 *     (4) holds for σ = 1 only; for other σ it is nσ² &lt; δ(σ²/β₁ − 1).</li>
 * <li>θ* and θ have the dimension of a label, ε that of a filter, and the theorem compares them; so it is about given
 *     units, and scaling the inputs changes what it says (Remark 1 makes use of that).</li>
 * </ul>
 *
 * <p>The inputs must have the same law as their negatives (Assumption 1). All of
 * {@link org.neurotron.random.InputDistribution} have; for other inputs that is the caller's promise.
 *
 * @since 0.1
 */
package org.neurotron.theory;
