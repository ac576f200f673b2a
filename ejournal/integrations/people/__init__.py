"""Lists of people in spreadsheets: xlsx, xls, ods and csv, whatever their columns are called."""
