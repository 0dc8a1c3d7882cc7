using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet;

/// <summary>Details of the learning rate's schedule and of stochastic gradient descent.</summary>
public sealed class ResNetOptimizerOptions : IOptionGroup
{
    /// <summary>
    /// The share of training in which the learning rate rises: 0 to below 1. Default: null, for what suits the schedule:
    /// 0.2 for <see cref="ResNetLearningRateSchedule.OneCycle"/>, 0.05 for
    /// <see cref="ResNetLearningRateSchedule.WarmupCosine"/>, 0 for the others.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    [Description("Share of training in which the learning rate rises. Default: what suits the schedule")]
    public float? WarmupFraction { get; set; }

    /// <summary>
    /// For <see cref="ResNetLearningRateSchedule.Step"/>: the shares of training after which the learning rate is multiplied
    /// by <see cref="StepFactor"/>; rising, each 0 to 1. Default: 0.5, 0.75, as in the paper.
    /// </summary>
    [Description("Step schedule: shares of training after which the learning rate falls, such as 0.5,0.75.")]
    public IReadOnlyList<float> StepMilestones { get; set; } = [0.5f, 0.75f];

    /// <summary>
    /// For <see cref="ResNetLearningRateSchedule.Step"/>: the factor of the learning rate at a milestone, above 0, at most 1.
    /// Default: 0.1.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    [Description("Step schedule: factor of the learning rate at a milestone.")]
    public float StepFactor { get; set; } = 0.1f;

    /// <summary>Momentum of stochastic gradient descent: 0 to below 1. Default: 0.9.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    [Description("Momentum of stochastic gradient descent.")]
    public float Momentum { get; set; } = 0.9f;

    /// <summary>Whether momentum looks ahead (Nesterov); the paper's does not. Default: true.</summary>
    [Description("Use plain momentum instead of Nesterov's.")]
    public bool Nesterov { get; set; } = true;

    /// <summary>The factor of the L2 penalty, at least 0; the paper uses 1e-4. Default: 5e-4.</summary>
    [Range(0, double.MaxValue)]
    [Description("Factor of the L2 penalty.")]
    public float WeightDecay { get; set; } = 5e-4f;

    /// <summary>
    /// Whether weight decay also acts on batch normalization and the head's bias, as in the paper. Default: false.
    /// </summary>
    [Description("Apply weight decay to batch normalization and biases too.")]
    public bool DecayBatchNorm { get; set; }

    /// <summary>
    /// Mini-batches whose gradients make one step of descent, 1 to 1024: for the gradient of more images than memory holds.
    /// The gradient of a step is that of the mean over all its images, and the default learning rate counts them all; batch
    /// normalization still sees one mini-batch at a time. Training ends, or is cancelled, between steps. Default: 1.
    /// </summary>
    [Range(1, 1024)]
    [Description("Mini-batches whose gradients make one step.")]
    public int AccumulationSteps { get; set; } = 1;

    /// <summary>
    /// Gradient clipping (Pascanu et al. 2013): gradients with a larger Euclidean norm over all weights are scaled down to
    /// this norm before a step. Positive, or 0 for no clipping. Default: 0.
    /// </summary>
    [Range(0, double.MaxValue)]
    [Description("Gradients with a larger norm are scaled down to it; 0 for no clipping.")]
    public float MaximumGradientNorm { get; set; }

    /// <summary>
    /// Decay of an exponential moving average of weights and running statistics, 0 (no average) to below 1: after every step
    /// the average moves by 1 - decay towards the weights; at step t, from 0, by 1 - (1 + t) / (10 + t) at least. The average
    /// is validated, and becomes the model. 0.99 to 0.9999 work well, the more the longer the training; it helps most where
    /// the learning rate does not fall to 0. Default: 0.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    [Description("Decay of the moving average of the weights, which becomes the model; 0 for no average.")]
    public float MovingAverageDecay { get; set; }

    internal ResNetOptimizerOptions Copy()
    {
        var copy = (ResNetOptimizerOptions)MemberwiseClone();
        copy.StepMilestones = StepMilestones is null ? null! : [.. StepMilestones];
        return copy;
    }

    void IOptionGroup.ValidateTogether(string prefix)
    {
        float previous = 0;
        foreach (float milestone in StepMilestones)
        {
            OptionChecks.Require(
                milestone >= previous && milestone <= 1, StepMilestones, "rising, each 0 to 1",
                prefix + nameof(StepMilestones));
            previous = milestone;
        }
    }
}
