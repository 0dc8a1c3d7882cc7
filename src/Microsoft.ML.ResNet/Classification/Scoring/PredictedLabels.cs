using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Predicted keys, counted from 1, from probabilities.</summary>
internal static class PredictedLabels
{
    /// <summary>The most probable class (the first of several), or 0 if it does not reach the threshold.</summary>
    /// <param name="probabilities">Empty for an image that cannot be decoded.</param>
    /// <param name="threshold">The smallest probability of a prediction.</param>
    public static uint One(ReadOnlySpan<float> probabilities, float threshold)
    {
        if (probabilities.IsEmpty)
            return 0;
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
                best = i;
        }
        return probabilities[best] >= threshold ? (uint)best + 1 : 0;
    }

    /// <summary>All labels that reach the threshold, the most probable first.</summary>
    public static void All(ReadOnlySpan<float> probabilities, float threshold, ref VBuffer<uint> labels)
    {
        List<(float Probability, uint Key)> found = [];
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] >= threshold)
                found.Add((-probabilities[i], (uint)i + 1));
        }
        found.Sort();
        VBufferEditor<uint> editor = VBufferEditor.Create(ref labels, found.Count);
        for (int i = 0; i < found.Count; i++)
            editor.Values[i] = found[i].Key;
        labels = editor.Commit();
    }
}
