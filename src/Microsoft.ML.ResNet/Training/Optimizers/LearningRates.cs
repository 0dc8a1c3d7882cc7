namespace Microsoft.ML.ResNet.Training;

/// <summary>Computes the learning rate of every iteration from the settings alone.</summary>
internal static class LearningRates
{
    private const double OneCycleStart = 1 / 25.0;
    private const double OneCycleEnd = OneCycleStart / 10_000;

    /// <summary>The schedule's default warm-up fraction.</summary>
    public static float DefaultWarmupFraction(this ResNetLearningRateSchedule schedule) => schedule switch
    {
        ResNetLearningRateSchedule.OneCycle => 0.2f,
        ResNetLearningRateSchedule.WarmupCosine => 0.05f,
        _ => 0,
    };

    /// <param name="settings">Peak learning rate, schedule and its parameters.</param>
    /// <param name="iteration">The optimizer step, counted from 0 over all epochs.</param>
    /// <param name="iterations">Optimizer steps in the whole training.</param>
    public static float At(TrainingSettings settings, long iteration, long iterations)
    {
        double warmup = settings.WarmupFraction * (double)iterations;
        double factor = settings.Options.Schedule switch
        {
            ResNetLearningRateSchedule.OneCycle => iteration < warmup
                ? Cosine(OneCycleStart, 1, iteration / warmup)
                : Cosine(1, OneCycleEnd, (iteration - warmup) / Math.Max(1, iterations - 1 - warmup)),
            _ when iteration < warmup => (iteration + 1) / (warmup + 1),
            ResNetLearningRateSchedule.WarmupCosine => Cosine(1, 0, (iteration - warmup) / (iterations - warmup)),
            ResNetLearningRateSchedule.Step => Math.Pow(
                settings.Options.Optimizer.StepFactor, settings.Options.Optimizer.StepMilestones.Count(part => iteration >= part * (double)iterations)),
            _ => 1,
        };
        return (float)(settings.LearningRate * factor);
    }

    // Cosine interpolation; position is 0 to 1.
    private static double Cosine(double from, double to, double position) =>
        to + (from - to) * (1 + Math.Cos(Math.PI * Math.Min(position, 1))) / 2;
}
