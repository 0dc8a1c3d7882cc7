using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// Makes a network of images whose blue comes first one of images whose red comes first: the first convolution's weights
/// change places, and it computes the same.
/// </summary>
internal static class ChannelReversal
{
    public static ResNetModel Apply(ResNetModel model)
    {
        ConvolutionLayout first = model.CreateLayout().Stem.Units[0].Convolution;
        float[] parameters = model.Parameters.ToArray();
        // [kernel][kernel][in][out]
        Span<float> weights = parameters.AsSpan((int)first.Weights.Offset, (int)first.Weights.Length);
        int outputs = first.OutChannels, pixel = first.InChannels * outputs;
        float[] moved = new float[outputs];
        for (int start = 0; start < weights.Length; start += pixel)
        {
            Span<float> red = weights.Slice(start, outputs), blue = weights.Slice(start + pixel - outputs, outputs);
            red.CopyTo(moved);
            blue.CopyTo(red);
            moved.CopyTo(blue);
        }
        return new ResNetModel(
            model.Architecture, model.Height, model.Width, model.Channels, model.ClassCount, model.Normalization,
            parameters, model.RunningStatistics);
    }
}
