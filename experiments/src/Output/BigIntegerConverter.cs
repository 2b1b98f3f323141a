using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Experiments.Output;

/// <summary>Writes counts beyond 64 bits as JSON numbers with all their digits.</summary>
internal sealed class BigIntegerConverter : JsonConverter<BigInteger>
{
    /// <inheritdoc/>
    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument number = JsonDocument.ParseValue(ref reader);
        return BigInteger.TryParse(number.RootElement.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw new JsonException("expected a whole number");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
}
