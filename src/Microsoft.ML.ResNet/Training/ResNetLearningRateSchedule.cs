namespace Microsoft.ML.ResNet;

/// <summary>How the learning rate changes over a training run. It is set anew for every mini-batch.</summary>
public enum ResNetLearningRateSchedule
{
    /// <summary>
    /// Rises on a cosine from 1/25 of the learning rate over the warm-up, then falls on a cosine to almost nothing
    /// (Smith and Topin 2017). The best choice for few epochs.
    /// </summary>
    OneCycle,

    /// <summary>Rises linearly over the warm-up, then falls to zero on a cosine (Loshchilov and Hutter 2016).</summary>
    WarmupCosine,

    /// <summary>
    /// Rises linearly over the warm-up, then stays, multiplied by a factor at every milestone: the paper's.
    /// </summary>
    Step,

    /// <summary>Rises linearly over the warm-up, then stays.</summary>
    Constant,
}
