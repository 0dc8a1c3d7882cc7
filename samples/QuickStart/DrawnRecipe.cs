namespace QuickStart;

/// <summary>Settings for the drawn images: few of them, so small batches and little time.</summary>
internal static class DrawnRecipe
{
    public static TrainRequest Complete(TrainRequest request) => request with
    {
        Epochs = request.Epochs ?? 10,
        BatchSize = request.BatchSize ?? 32,
    };
}
