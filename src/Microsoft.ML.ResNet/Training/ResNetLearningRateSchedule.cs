namespace Microsoft.ML.ResNet;

/// <summary>How the learning rate changes during training. It is updated in every optimizer step.</summary>
public enum ResNetLearningRateSchedule
{
    /// <summary>
    /// Rises on a cosine from 1/25 of the learning rate over the warm-up, then falls on a cosine to nearly 0 (Smith and
    /// Topin 2017). The best choice for few epochs.
    /// </summary>
    OneCycle,

    /// <summary>Rises linearly over the warm-up, then falls to 0 on a cosine (Loshchilov and Hutter 2016).</summary>
    WarmupCosine,

    /// <summary>
    /// Rises linearly over the warm-up, then is multiplied by a factor at every milestone: the paper's schedule.
    /// </summary>
    Step,

    /// <summary>Rises linearly over the warm-up, then stays constant.</summary>
    Constant,
}
