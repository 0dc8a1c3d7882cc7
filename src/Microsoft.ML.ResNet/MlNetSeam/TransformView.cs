using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>
/// A data view that ML.NET recognizes as the output of a transformer: converters that walk back through a pipeline, such as
/// the one to ONNX, would otherwise consider it the pipeline's input and leave out what it computes.
/// </summary>
internal abstract class TransformView(IDataView source) : IDataTransform
{
    public IDataView Source => source;

    public abstract bool CanShuffle { get; }

    public abstract DataViewSchema Schema { get; }

    public abstract long? GetRowCount();

    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    public abstract DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);

    /// <exception cref="NotSupportedException">Always: the transformer is saved instead.</exception>
    public void Save(ModelSaveContext ctx) => throw new NotSupportedException(
        "A view with the outputs of a residual network cannot be saved: save the transformer with mlContext.Model.Save.");
}
