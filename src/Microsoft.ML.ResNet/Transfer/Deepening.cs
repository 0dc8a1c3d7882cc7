using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Constructs a deeper network as in He et al. 2015, section 1: "the added layers are identity mapping, and the other
/// layers are copied from the learned shallower model".
/// </summary>
internal static class Deepening
{
    /// <param name="model">The shallow network.</param>
    /// <param name="deep">Its architecture with more blocks, see <see cref="DeeperArchitecture.Check"/>.</param>
    /// <param name="moments">
    /// Moments of the shallow network's activations; may be null unless <see cref="DeeperArchitecture.NeedsMoments"/>.
    /// </param>
    /// <param name="seed">Seed of the residual functions' initial weights.</param>
    public static ResNetModel Deepen(
        ResNetModel model, ResNetArchitecture deep, ActivationMoments? moments, int seed)
    {
        NetworkLayout from = model.CreateLayout();
        NetworkLayout to = new(deep, model.Height, model.Width, model.Channels, model.ClassCount);
        NetworkValues values = new(to);
        WeightInitialization.Initialize(
            to, new TrainingSettings { Options = { Architecture = deep }, ClassCount = model.ClassCount, Seed = seed },
            values.Parameters, values.Statistics);

        foreach ((UnitLayout old, UnitLayout unit) in from.Stem.Units.Zip(to.Stem.Units))
            values.CopyUnit(model, old, unit);
        values.CopyNormalization(model, from.FinalNormalization, to.FinalNormalization);
        values.CopyLinear(model, from.Head.Linear, to.Head.Linear);
        List<UnitLayout> oldUnits = [.. from.Units];
        int last = 0; // the shallow network's unit whose output is the inserted block's input
        foreach ((BlockLayout block, int? origin) in to.Blocks.Zip(DeeperArchitecture.Origins(model.Architecture, deep)))
        {
            if (origin is { } index)
            {
                CopyBlock(values, model, from.Blocks[index], block);
                last = oldUnits.IndexOf(from.Blocks[index].Units[^1]);
            }
            else
            {
                int input = last;
                IdentityBlock.Write(values, block, moments is null ? null : channel => moments.GetMoments(input, channel));
            }
        }
        if (values.Copied != from.ParameterCount + from.StatisticsCount)
            throw new NotSupportedException($"Deepening does not support all parameters of {deep}.");
        return new ResNetModel(
            deep, model.Height, model.Width, model.Channels, model.ClassCount, model.Normalization, values.Parameters,
            values.Statistics);
    }

    private static void CopyBlock(NetworkValues values, ResNetModel model, BlockLayout from, BlockLayout to)
    {
        foreach ((UnitLayout old, UnitLayout unit) in from.AllUnits.Zip(to.AllUnits))
            values.CopyUnit(model, old, unit);
        values.CopyNormalization(model, from.Preactivation, to.Preactivation);
        foreach ((LinearLayout old, LinearLayout linear) in from.Linears.Zip(to.Linears))
            values.CopyLinear(model, old, linear);
    }
}
