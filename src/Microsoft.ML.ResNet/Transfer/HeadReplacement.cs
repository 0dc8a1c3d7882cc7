using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Adapts a trained model to other classes and another image size.</summary>
internal static class HeadReplacement
{
    /// <summary>
    /// Replaces the head. Classes that the model already knows keep their weights; the others get initial values. All
    /// other parameters are unchanged.
    /// </summary>
    /// <param name="model">The trained model.</param>
    /// <param name="height">Of the images to come.</param>
    /// <param name="width">Of the images to come.</param>
    /// <param name="oldClassOf">For every new class, its index in the model, or -1.</param>
    /// <param name="seed">Seed of the initial values.</param>
    public static ResNetModel Replace(
        ResNetModel model, int height, int width, IReadOnlyList<int> oldClassOf, int seed)
    {
        NetworkLayout before = model.CreateLayout();
        NetworkLayout after = new(model.Architecture, height, width, model.Channels, oldClassOf.Count);
        ReadOnlySpan<float> learned = model.Parameters.Span;
        float[] parameters = new float[after.ParameterCount];

        // The head's weights are the last weights, and its bias is the last parameter.
        learned[..(int)before.Head.Weights.Offset].CopyTo(parameters);
        learned[(int)before.WeightCount..(int)before.Head.Bias.Offset].CopyTo(
            parameters.AsSpan((int)after.WeightCount));
        WeightInitialization.InitializeHead(after, seed, parameters);
        for (int i = 0; i < oldClassOf.Count; i++)
        {
            if (oldClassOf[i] >= 0)
                CopyClass(learned, before.Head, oldClassOf[i], parameters, after.Head, i);
        }
        return new ResNetModel(
            model.Architecture, height, width, model.Channels, oldClassOf.Count, model.Normalization, parameters,
            model.RunningStatistics);
    }

    // The weights are [features][classes], so a class is a column.
    private static void CopyClass(
        ReadOnlySpan<float> from, HeadLayout before, int oldClass, Span<float> to, HeadLayout after, int newClass)
    {
        for (int f = 0; f < before.Features; f++)
        {
            to[(int)after.Weights.Offset + f * after.Classes + newClass] =
                from[(int)before.Weights.Offset + f * before.Classes + oldClass];
        }
        to[(int)after.Bias.Offset + newClass] = from[(int)before.Bias.Offset + oldClass];
    }
}
