using Microsoft.ML;
using Microsoft.ML.Data;

namespace ShapesModel;

internal partial class Shapes
{
    /// <summary>
    /// model input class for Shapes.
    /// </summary>
    #region model input class
    public class ModelInput
    {
        [ColumnName("Label")]
        public string Label { get; set; } = "";

        [ColumnName("ImageSource")]
        public byte[] ImageSource { get; set; } = [];
    }
    #endregion

    /// <summary>
    /// model output class for Shapes.
    /// </summary>
    #region model output class
    public class ModelOutput
    {
        [ColumnName("PredictedLabel")]
        public string PredictedLabel { get; set; } = "";

        [ColumnName("Score")]
        public float[] Score { get; set; } = [];
    }
    #endregion

    public static readonly string MLNetModelPath = Path.GetFullPath("Shapes.mlnet");

    // A prediction engine is not thread-safe; a web server needs a pool of them.
    public static readonly Lazy<PredictionEngine<ModelInput, ModelOutput>> PredictEngine =
        new(() => CreatePredictEngine(MLNetModelPath), isThreadSafe: true);

    private static PredictionEngine<ModelInput, ModelOutput> CreatePredictEngine(string modelPath)
    {
        var mlContext = new MLContext();
        ITransformer mlModel = mlContext.Model.Load(modelPath, out _);
        return mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(mlModel);
    }

    /// <summary>
    /// Use this method to predict on <see cref="ModelInput"/>.
    /// </summary>
    /// <param name="input">model input.</param>
    public static ModelOutput Predict(ModelInput input) => PredictEngine.Value.Predict(input);

    /// <summary>
    /// Use this method to predict scores for all possible labels.
    /// </summary>
    /// <param name="input">model input.</param>
    public static IOrderedEnumerable<KeyValuePair<string, float>> PredictAllLabels(ModelInput input) =>
        GetSortedScoresWithLabels(Predict(input), PredictEngine.Value.OutputSchema);

    /// <summary>
    /// Pairs the scores with the names of the labels, the most probable one first.
    /// </summary>
    /// <param name="result">Prediction to get the scores from.</param>
    /// <param name="schema">Schema of the engine's output.</param>
    public static IOrderedEnumerable<KeyValuePair<string, float>> GetSortedScoresWithLabels(
        ModelOutput result, DataViewSchema schema)
    {
        // The slot names of the score column are the labels.
        VBuffer<ReadOnlyMemory<char>> labels = default;
        schema["Score"].GetSlotNames(ref labels);
        return labels.DenseValues()
            .Zip(result.Score, (label, score) => KeyValuePair.Create(label.ToString(), score))
            .OrderByDescending(pair => pair.Value);
    }
}
