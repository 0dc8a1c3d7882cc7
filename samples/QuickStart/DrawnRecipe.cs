namespace QuickStart;

/// <summary>Defaults for the drawn images: few images, so small batches and few epochs.</summary>
internal static class DrawnRecipe
{
    public static TrainRequest Complete(TrainRequest request) => request with
    {
        Epochs = request.Epochs ?? 10,
        BatchSize = request.BatchSize ?? 32,
    };
}
