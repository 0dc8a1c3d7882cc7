namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Grad-CAM (Selvaraju et al. 2017).</summary>
internal static class GradCam
{
    /// <summary>
    /// map[p] = max(0, sum over k of alpha[k] * activations[p,k]), with alpha[k] the mean over p of gradient[p,k].
    /// </summary>
    /// <param name="activations">The stage's output, [pixels][channels].</param>
    /// <param name="gradient">Gradient of the class's logit with respect to the activations.</param>
    /// <param name="channels">Number of channels of the stage.</param>
    public static double[] Map(ReadOnlySpan<float> activations, ReadOnlySpan<float> gradient, int channels)
    {
        double[] alpha = new double[channels], map = new double[activations.Length / channels];
        for (int i = 0; i < gradient.Length; i++)
            alpha[i % channels] += (double)gradient[i] / map.Length;
        for (int p = 0; p < map.Length; p++)
        {
            double sum = 0;
            for (int k = 0; k < channels; k++)
                sum += alpha[k] * activations[p * channels + k];
            map[p] = Math.Max(0, sum);
        }
        return map;
    }
}
