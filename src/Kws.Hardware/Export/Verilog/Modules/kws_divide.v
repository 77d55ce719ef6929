// The average of a pool: a sum, shifted left, divided by the number of its positions. A restoring division of the magnitude, one bit of the
// quotient per cycle; the zeros that the shift appends are just more of its cycles.

module kws_divide #(
  parameter SUM_BITS = 1,
  parameter QUOTIENT_BITS = 1,
  parameter DIVISOR_BITS = 1
) (
  input  wire                            clock,
  input  wire                            load,
  input  wire                            divide,  // for SUM_BITS + left shift cycles
  input  wire                            floor,   // round towards minus infinity; otherwise towards zero
  input  wire signed [SUM_BITS-1:0]      sum,
  input  wire [DIVISOR_BITS-1:0]         divisor,
  output wire signed [QUOTIENT_BITS-1:0] quotient
);
  reg negative;
  reg [SUM_BITS-1:0] rest;                        // of the magnitude, the next bit highest
  reg [DIVISOR_BITS-1:0] remainder;               // less than the divisor
  reg [QUOTIENT_BITS-1:0] magnitude;

  wire [DIVISOR_BITS:0] next = {remainder, rest[SUM_BITS-1]};
  wire fits = next >= {1'b0, divisor};
  wire [DIVISOR_BITS:0] left = fits ? next - {1'b0, divisor} : next;
  wire unused = left[DIVISOR_BITS];               // 0: what is left is less than the divisor

  always @(posedge clock)
    if (load) begin
      negative <= sum[SUM_BITS-1];
      rest <= sum[SUM_BITS-1] ? -sum : sum;
      remainder <= 0;
      magnitude <= 0;
    end else if (divide) begin
      rest <= rest << 1;
      remainder <= left[DIVISOR_BITS-1:0];
      magnitude <= magnitude << 1 | {{(QUOTIENT_BITS-1){1'b0}}, fits};
    end

  wire up = floor && remainder != 0;
  assign quotient = negative ? -(magnitude + {{(QUOTIENT_BITS-1){1'b0}}, up}) : magnitude;
endmodule
