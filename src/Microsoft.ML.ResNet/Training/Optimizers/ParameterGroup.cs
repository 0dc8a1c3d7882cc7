using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Training;

/// <summary>A contiguous range of parameters with the same learning rate factor and weight decay.</summary>
/// <param name="Range">The range.</param>
/// <param name="LearningRateFactor">Multiplies the schedule's learning rate.</param>
/// <param name="Decays">Whether weight decay applies.</param>
internal readonly record struct ParameterGroup(ParameterRange Range, float LearningRateFactor, bool Decays)
{
    /// <summary>Groups for all trained parameters, in parameter order. Frozen stages are excluded.</summary>
    public static ParameterGroup[] CreateAll(NetworkLayout layout, TrainingSettings settings)
    {
        int first = layout.FirstTrainedSection(settings.Options.FrozenStages);
        float[] factors = [.. Enumerable.Range(0, layout.Sections.Count).Select(
            section => Factor(section, layout.Sections.Count, settings))];
        List<ParameterGroup> groups = [];
        for (int i = first; i < factors.Length; i++)
            Add(groups, new(layout.Sections[i].Weights, factors[i], Decays: true));
        for (int i = first; i < factors.Length; i++)
            Add(groups, new(layout.Sections[i].Affine, factors[i], settings.Options.Optimizer.DecayBatchNorm));
        return [.. groups];
    }

    // The stem counts as the stage before the first one.
    private static float Factor(int section, int sections, TrainingSettings settings)
    {
        int head = sections - 1, lastStage = sections - 2;
        return section == head
            ? settings.Options.HeadLearningRateFactor
            : (float)Math.Pow(settings.Options.StageLearningRateDecay, lastStage - section);
    }

    // Adjacent ranges with equal settings become one group, and so one kernel call.
    private static void Add(List<ParameterGroup> groups, ParameterGroup added)
    {
        if (added.Range.Length == 0)
            return;
        if (groups.Count > 0 && groups[^1] is var last && last.Range.End == added.Range.Offset
            && last with { Range = added.Range } == added)
        {
            groups[^1] = last with { Range = new(last.Range.Offset, last.Range.Length + added.Range.Length) };
            return;
        }
        groups.Add(added);
    }
}
